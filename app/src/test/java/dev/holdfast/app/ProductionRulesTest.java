package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What production starts with, asked where the backends are chosen and before any is reached. */
class ProductionRulesTest {
  private static final String GOOD = "2f6c0b7e91d84a35";
  private static final Map<String, Object> ENVIRONMENT =
      Map.of(
          "HOLDFAST_MODE", "production",
          "HOLDFAST_DATABASE_URL", "postgresql://app:" + GOOD + "@db:5432/holdfast",
          "HOLDFAST_DATABASE_OWNER", "postgresql://owner:" + GOOD + "@db:5432/holdfast",
          "HOLDFAST_REDIS_URL", "redis://holdfast:" + GOOD + "@redis:6379",
          "HOLDFAST_MONGODB_URL", "mongodb://holdfast:" + GOOD + "@a:27017,b:27017/holdfast",
          "HOLDFAST_MAIL_URL", "smtp://mail:1025",
          "HOLDFAST_SECRETS_DIR", "/run/secrets/keys");

  @Test
  void whatNewSecretsWritesIsAccepted() {
    assertThatCode(() -> check(ENVIRONMENT)).doesNotThrowAnyException();
    assertThatCode(() -> check(with("HOLDFAST_REDIS_URL", "rediss://:" + GOOD + "@redis:6379")))
        .doesNotThrowAnyException();
    assertThatCode(() -> check(with("HOLDFAST_MAIL_URL", "off"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOLDFAST_DATABASE_URL",
        "HOLDFAST_REDIS_URL",
        "HOLDFAST_MONGODB_URL",
        "HOLDFAST_SECRETS_DIR"
      })
  void whatIsMissingIsNamed(String name) {
    var environment = new HashMap<>(ENVIRONMENT);
    environment.remove(name);
    assertRefused(environment, name + " is missing");
  }

  @Test
  void theOwnerAndMailMayBeMissing() {
    var environment = new HashMap<>(ENVIRONMENT);
    environment.remove("HOLDFAST_DATABASE_OWNER");
    environment.remove("HOLDFAST_MAIL_URL");
    assertThatCode(() -> check(environment)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "HOLDFAST_DATABASE_URL, postgresql://db:5432/holdfast",
    "HOLDFAST_DATABASE_URL, postgresql://app@db:5432/holdfast",
    "HOLDFAST_DATABASE_URL, postgresql://app:@db:5432/holdfast",
    "HOLDFAST_DATABASE_OWNER, postgresql://owner@db:5432/holdfast",
    "HOLDFAST_REDIS_URL, redis://redis:6379",
    "HOLDFAST_MONGODB_URL, 'mongodb://a:27017,b:27017/holdfast'",
  })
  void aBackendWithoutAPasswordIsRefused(String name, String url) {
    assertRefused(with(name, url), name + " has no password");
  }

  @ParameterizedTest
  @CsvSource({
    "HOLDFAST_DATABASE_URL, postgresql://app:%s@db:5432/holdfast",
    "HOLDFAST_DATABASE_OWNER, postgresql://owner:%s@db:5432/holdfast",
    "HOLDFAST_REDIS_URL, redis://holdfast:%s@redis:6379",
    "HOLDFAST_REDIS_URL, redis://:%s@redis:6379",
    "HOLDFAST_MONGODB_URL, 'mongodb://holdfast:%s@a:27017,b:27017/holdfast'",
    "HOLDFAST_MAIL_URL, smtp://us:%s@mail:587"
  })
  void aPasswordHasAtLeast16Characters(String name, String url) {
    var tooShort = GOOD.substring(1);
    assertRefused(with(name, url.formatted(tooShort)), name + " is shorter than 16 characters");
    assertThatCode(() -> check(with(name, url.formatted(GOOD)))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres",
        "changeme",
        "holdfast",
        "Secret",
        "password",
        "somebody",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "1234567890123456",
        "0123456789abcdef",
        "passwordpassword",
        "ChangeMe-ChangeMe",
        "holdfast-production-1",
        "somebody_somebody",
        "Secret.Admin.Password",
        "holdfast%2Dproduction%2D1"
      })
  void whatEverybodyKnowsIsRefusedHoweverLong(String password) {
    assertRefused(
        with("HOLDFAST_DATABASE_URL", "postgresql://somebody:" + password + "@db:5432/holdfast"),
        "HOLDFAST_DATABASE_URL has a password that everybody knows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "2f6c0b7e91d84a352f6c0b7e91d84a35",
        "holdfast-kR7vQz93LmXt",
        "Tr0ub4dor&3-and-more"
      })
  void aPasswordMayHaveWordsAndAnyCharacters(String password) {
    var encoded = password.replace(" ", "%20").replace("&", "%26");
    assertThatCode(
            () ->
                check(
                    with(
                        "HOLDFAST_DATABASE_URL",
                        "postgresql://app:" + encoded + "@db:5432/holdfast")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql://app:sword fish!@db/holdfast", "postgresql://app:%zz@db/h"})
  void whatIsNoUrlIsNamedAndNotQuoted(String url) {
    assertThatThrownBy(() -> check(with("HOLDFAST_DATABASE_URL", url)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("HOLDFAST_DATABASE_URL")
        .hasMessageNotContaining("fish")
        .hasMessageNotContaining("zz")
        .hasNoCause();
  }

  @Test
  void demoDataIsRefused() {
    assertRefused(with("HOLDFAST_DEMO_DATA", "true"), "HOLDFAST_DEMO_DATA");
    assertThatCode(() -> check(with("HOLDFAST_DEMO_DATA", "false"))).doesNotThrowAnyException();
  }

  @Test
  void everythingIsSaidAtOnceAndNoSecretIsQuoted() {
    assertThatThrownBy(
            () ->
                check(
                    Map.of(
                        "HOLDFAST_MODE", "production",
                        "HOLDFAST_DEMO_DATA", "true",
                        "HOLDFAST_DATABASE_URL", "postgresql://app:swordfish!@db/holdfast",
                        "HOLDFAST_DATABASE_OWNER", "postgresql://owner:postgres@db/holdfast",
                        "HOLDFAST_REDIS_URL", "redis://redis",
                        "HOLDFAST_MAIL_URL", "smtps://us:swordfish!@mail")))
        .isInstanceOf(SettingsException.class)
        .satisfies(
            refusal ->
                assertThat(refusal)
                    .hasMessageContaining("HOLDFAST_DATABASE_URL is shorter")
                    .hasMessageContaining("HOLDFAST_DATABASE_OWNER has a password that everybody")
                    .hasMessageContaining("HOLDFAST_REDIS_URL has no password")
                    .hasMessageContaining("HOLDFAST_MONGODB_URL is missing")
                    .hasMessageContaining("HOLDFAST_MAIL_URL is shorter")
                    .hasMessageContaining("HOLDFAST_SECRETS_DIR is missing")
                    .hasMessageContaining("HOLDFAST_DEMO_DATA")
                    .hasMessageNotContaining("swordfish")
                    .hasMessageNotContaining("postgres@"));
  }

  @Test
  void whoBringsTheSchemaUpToDateNeedsAPasswordToo() {
    assertThatCode(() -> ProductionRules.checkDatabase("postgresql://owner:" + GOOD + "@db/h"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> ProductionRules.checkDatabase("postgresql://owner:postgres@db/h"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("HOLDFAST_DATABASE_URL");
  }

  private static Map<String, Object> with(String name, String value) {
    var environment = new HashMap<>(ENVIRONMENT);
    environment.put(name, value);
    return environment;
  }

  private static void assertRefused(Map<String, Object> environment, String message) {
    assertThatThrownBy(() -> check(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  private static void check(Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    ConfigurationPropertySources.attach(environment);
    Backends.of(Binder.get(environment).bindOrCreate("holdfast", Settings.class));
  }
}
