package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** How settings are read from the environment. */
class SettingsTest {
  private static Settings settings(Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    ConfigurationPropertySources.attach(environment);
    return Binder.get(environment).bindOrCreate("holdfast", Settings.class);
  }

  @Test
  void limitsAreAThousandTimesAsWideWhenEmbeddedUnlessSaidOtherwise() {
    assertThat(settings(Map.of()).widthOfLimits()).isEqualTo(Settings.Limits.WIDE);
    assertThat(settings(Map.of("HOLDFAST_MODE", "production")).widthOfLimits())
        .isEqualTo(Settings.Limits.PRODUCTION);
    assertThat(settings(Map.of("HOLDFAST_LIMITS", "production")).widthOfLimits())
        .isEqualTo(Settings.Limits.PRODUCTION);
    assertThat(settings(Map.of("HOLDFAST_LIMITS", "off")).widthOfLimits())
        .isEqualTo(Settings.Limits.OFF);
  }

  @Test
  void theirWidthAndEachOfThemCanBeSetTogether() {
    var settings =
        settings(
            Map.of(
                "HOLDFAST_LIMITS", "production",
                "HOLDFAST_LIMIT_ANONYMOUS", "7",
                "HOLDFAST_LIMIT_WINDOW", "10s",
                "HOLDFAST_LIMIT_NODES", "2"));
    assertThat(settings.widthOfLimits()).isEqualTo(Settings.Limits.PRODUCTION);
    assertThat(settings.limit())
        .isEqualTo(new Settings.Limit(Duration.ofSeconds(10), 7, 6_000, 1_200, 600, 60, 10, 2));
  }

  @Test
  void noOriginIsAllowedUnlessSaidAndNoneThatNoBrowserSends() {
    assertThat(settings(Map.of()).cors().origins()).isEmpty();
    assertThat(settings(Map.of("HOLDFAST_CORS_ORIGINS", "")).cors().origins()).isEmpty();
    var both = "https://app.example.com,http://localhost:5173";
    assertThat(settings(Map.of("HOLDFAST_CORS_ORIGINS", both)).cors().origins())
        .containsExactly("https://app.example.com", "http://localhost:5173");
    var wiring = new WebWiring();
    for (var wrong : List.of("*", "null", "https://app.example.com/", "http://app.example.com")) {
      var settings = settings(Map.of("HOLDFAST_CORS_ORIGINS", wrong));
      assertThatThrownBy(() -> wiring.cors(settings))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith("HOLDFAST_CORS_ORIGINS: '" + wrong + "'");
    }
  }
}
