package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import dev.holdfast.adapter.security.OpenIdSettings;
import dev.holdfast.shared.Role;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class OpenIdWiringTest {
  private static final Map<String, Object> ENVIRONMENT =
      Map.of(
          "HOLDFAST_OPENID_ISSUER", "https://issuer.test/realms/x",
          "HOLDFAST_OPENID_JWKS_URL", "https://issuer.test/keys",
          "HOLDFAST_OPENID_AUDIENCE", "bookings");

  @Test
  void whatIsNotSaidHasItsUsualValue() {
    assertThat(read(ENVIRONMENT))
        .isEqualTo(
            new OpenIdSettings(
                "https://issuer.test/realms/x",
                URI.create("https://issuer.test/keys"),
                "bookings",
                Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.EdDSA),
                Set.of("at+jwt"),
                "sub",
                "role",
                Map.of()));
  }

  @Test
  void whatIsSaidIsTakenUp() {
    var all = new HashMap<>(ENVIRONMENT);
    all.put("HOLDFAST_OPENID_ALGORITHMS", "PS256");
    all.put("HOLDFAST_OPENID_TYPES", "JWT,at+jwt");
    all.put("HOLDFAST_OPENID_USER_CLAIM", "holdfast_id");
    all.put("HOLDFAST_OPENID_ROLE_CLAIM", "realm_access.roles");
    all.put("HOLDFAST_OPENID_ROLES", "booking-admin=ADMIN,a=b=MANAGER");
    var read = read(all);
    assertThat(read.algorithms()).containsExactly(JWSAlgorithm.PS256);
    assertThat(read.types()).containsExactlyInAnyOrder("JWT", "at+jwt");
    assertThat(read.userClaim()).isEqualTo("holdfast_id");
    assertThat(read.roleClaim()).isEqualTo("realm_access.roles");
    assertThat(read.roles()).isEqualTo(Map.of("booking-admin", Role.ADMIN, "a=b", Role.MANAGER));
  }

  @Test
  void itIsUsedOnlyWhereSomethingIsSaidAboutIt() {
    assertThat(settings(Map.of()).openid().isUsed()).isFalse();
    ENVIRONMENT.forEach(
        (name, value) -> {
          assertThat(settings(Map.of(name, value)).openid().isUsed()).isTrue();
          var others = new HashMap<>(ENVIRONMENT);
          others.remove(name);
          assertRefused(others, "all three");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.test/keys",
        "http://127.0.0.2.issuer.test/keys",
        "http://user@127.0.0.1/keys",
        "https://user:password@issuer.test/keys",
        "file:///etc/passwd",
        "https:keys",
        "/keys",
        "not a url"
      })
  void theKeysComeOverTlsOrFromThisMachine(String url) {
    assertRefused(with("HOLDFAST_OPENID_JWKS_URL", url), "HOLDFAST_OPENID_JWKS_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:9/keys", "http://localhost/keys", "http://[::1]:9/k"})
  void theKeysMayComeFromThisMachineInEmbeddedModeOnly(String url) {
    var environment = with("HOLDFAST_OPENID_JWKS_URL", url);
    assertThat(read(environment).keys()).isEqualTo(URI.create(url));
    environment.put("HOLDFAST_MODE", "production");
    assertRefused(environment, "HOLDFAST_OPENID_JWKS_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "HOLDFAST_OPENID_ALGORITHMS, HS256",
    "HOLDFAST_OPENID_ALGORITHMS, none",
    "HOLDFAST_OPENID_ROLES, admin",
    "HOLDFAST_OPENID_ROLES, admin=SYSTEM",
    "HOLDFAST_OPENID_ROLES, admin=admin",
    "HOLDFAST_OPENID_ROLES, =ADMIN"
  })
  void whatCannotBeMeantIsRefused(String name, String value) {
    assertRefused(with(name, value), "HOLDFAST_OPENID_");
  }

  private static Map<String, Object> with(String name, String value) {
    var environment = new HashMap<>(ENVIRONMENT);
    environment.put(name, value);
    return environment;
  }

  private static void assertRefused(Map<String, Object> environment, String message) {
    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  private static OpenIdSettings read(Map<String, Object> environment) {
    return OpenIdWiring.read(settings(environment));
  }

  private static Settings settings(Map<String, Object> environment) {
    var spring = new StandardEnvironment();
    spring
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
    return Binder.get(spring).bindOrCreate("holdfast", Settings.class);
  }
}
