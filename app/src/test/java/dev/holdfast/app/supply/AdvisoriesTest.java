package dev.holdfast.app.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisoriesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
  private static final Advisory SMUGGLING =
      new Advisory(
          "CVE-1",
          List.of("io.netty:netty-codec-http"),
          "(,4.1.138),[4.2.0,4.2.18)",
          "4.2.18.Final",
          "Request smuggling.",
          "https://advisories.test/CVE-1");

  private static Component netty(String version) {
    return new Component("io.netty", "netty-codec-http", version);
  }

  private static Exemption until(LocalDate day) {
    return new Exemption("CVE-1", "io.netty:netty-codec-http", "Nobody can reach it.", day);
  }

  private static List<String> problems(Component component, Exemption... exemptions) {
    return new Advisories(TODAY, List.of(SMUGGLING), List.of(exemptions))
        .problems(List.of(component), TODAY);
  }

  @ParameterizedTest
  @CsvSource({
    "4.1.137.Final, true",
    "4.1.138.Final, false",
    "4.1.139.Final, false",
    "4.2.0.Final, true",
    "4.2.9.Final, true",
    "4.2.17.Final, true",
    "4.2.18.Final, false",
    "4.2.18, false",
    "4.10.0.Final, false"
  })
  void versionsAreComparedAsMavenDoes(String version, boolean isAffected) {
    assertThat(problems(netty(version))).hasSize(isAffected ? 1 : 0);
  }

  @Test
  void whatIsAffectedIsNamedWithItsCure() {
    assertThat(problems(netty("4.2.17.Final")))
        .containsExactly(
            "io.netty:netty-codec-http 4.2.17.Final has CVE-1, fixed in 4.2.18.Final:"
                + " Request smuggling. https://advisories.test/CVE-1");
  }

  @Test
  void anExemptionHoldsToTheEndOfItsLastDay() {
    assertThat(problems(netty("4.2.17.Final"), until(TODAY.plusDays(1)))).isEmpty();
    assertThat(problems(netty("4.2.17.Final"), until(TODAY))).isEmpty();
    assertThat(problems(netty("4.2.17.Final"), until(TODAY.minusDays(1))))
        .containsExactly(
            "the exemption of io.netty:netty-codec-http from CVE-1 ended on 2026-11-26:"
                + " look at it again");
  }

  @Test
  void anExemptionThatCoversNothingHasToGo() {
    assertThat(problems(netty("4.2.18.Final"), until(TODAY)))
        .containsExactly(
            "the exemption of io.netty:netty-codec-http from CVE-1 covers nothing: remove it");
  }

  @Test
  void anExemptionCoversNoOtherComponentAndNoOtherAdvisory() {
    var other = new Exemption("CVE-1", "io.netty:netty-codec-http2", "Elsewhere.", TODAY);
    assertThat(problems(netty("4.2.17.Final"), other)).hasSize(2);
    var another = new Exemption("CVE-2", "io.netty:netty-codec-http", "Elsewhere.", TODAY);
    assertThat(problems(netty("4.2.17.Final"), another)).hasSize(2);
  }

  @Test
  void anAdvisoryMayBeAboutAWholeGroup() {
    var all = advisory("io.netty:*", "[4.2.0,4.2.18)", "4.2.18.Final");
    var advisories = new Advisories(TODAY, List.of(all), List.of());
    assertThat(advisories.problems(List.of(netty("4.2.17.Final")), TODAY)).hasSize(1);
    var stranger = new Component("io.nettyish", "netty-codec-http", "4.2.17.Final");
    assertThat(advisories.problems(List.of(stranger, netty("4.2.18.Final")), TODAY)).isEmpty();
  }

  @Test
  void anAdvisoryAboutNothingInUseHasToGo() {
    var misspelt = advisory("io.netty:netty-codec-htp", "[4.2.0,4.2.18)", "4.2.18.Final");
    assertThat(
            new Advisories(TODAY, List.of(misspelt), List.of())
                .problems(List.of(netty("4.2.17.Final")), TODAY))
        .containsExactly("CVE-2 is about nothing in use: misspelt, or not needed any more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"4.2.18|4.2.18", "[4.2.0,4.2.18]|4.2.18", "[4.2.0|4.2.18", "(,)|4.2.18"})
  void aRangeThatCannotBeMeantIsRefused(String affected, String fixedIn) {
    assertThatThrownBy(() -> advisory("io.netty:*", affected, fixedIn))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"asOf\":\"2026-11-27\",\"advisories\":[]}",
        "{\"asOf\":\"yesterday\",\"advisories\":[],\"exemptions\":[]}",
        "{\"asOf\":\"2026-11-27\",\"advisories\":[],\"exemptions\":[],\"exceptions\":[]}",
        "{\"asOf\":\"2026-11-27\",\"advisories\":[],\"exemptions\":[{\"id\":\"CVE-1\"}]}"
      })
  void aListThatIsNotWholeIsRefused(String json) {
    assertThatThrownBy(() -> Advisories.parse(json)).isInstanceOf(RuntimeException.class);
  }

  private static Advisory advisory(String about, String affected, String fixedIn) {
    return new Advisory("CVE-2", List.of(about), affected, fixedIn, "Bad.", "https://a.test");
  }
}
