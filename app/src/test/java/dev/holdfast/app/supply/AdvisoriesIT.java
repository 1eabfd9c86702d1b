package dev.holdfast.app.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether the server, as it was just packaged, may be shipped; docs/supply-chain.md tells more. */
class AdvisoriesIT {
  private static final String LIST = ".ci/advisories.json";
  private static final long LOOKED_UP_DAYS_AGO_MAX = 30;

  @Test
  void nothingInTheServerHasAKnownWeaknessThatIsNotBorneWith() throws IOException {
    var advisories = Advisories.parse(Files.readString(Path.of("..", LIST)));
    var today = LocalDate.now(ZoneOffset.UTC);
    remindOf(advisories.asOf(), today);
    assertThat(advisories.problems(components(), today)).as(LIST).isEmpty();
  }

  @Test
  void theBillOfMaterialsNamesWhatRunsAndItsLicencesAndNoTests() throws IOException {
    var bill = bill();
    assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
    assertThat(bill.has("serialNumber")).isFalse();
    assertThat(bill.path("metadata").has("timestamp")).isFalse();
    assertThat(bill.path("components").valueStream())
        .allSatisfy(component -> assertThat(component.path("licenses").isEmpty()).isFalse());
    assertThat(components())
        .extracting(Component::coordinates)
        .contains("io.netty:netty-codec-http", "org.postgresql:r2dbc-postgresql")
        .doesNotContain("org.junit.jupiter:junit-jupiter", "com.icegreen:greenmail");
  }

  private static List<Component> components() throws IOException {
    return bill()
        .path("components")
        .valueStream()
        .map(
            component ->
                new Component(
                    component.path("group").asString(),
                    component.path("name").asString(),
                    component.path("version").asString()))
        .toList();
  }

  private static JsonNode bill() throws IOException {
    try (InputStream file =
        AdvisoriesIT.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(file));
    }
  }

  /** A reminder only: an old checkout must build as it did, however long ago that was. */
  @SuppressWarnings("SystemOut")
  private static void remindOf(LocalDate asOf, LocalDate today) {
    var days = ChronoUnit.DAYS.between(asOf, today);
    if (days > LOOKED_UP_DAYS_AGO_MAX) {
      System.out.println(LIST + " was brought up to date " + days + " days ago.");
    }
  }
}
