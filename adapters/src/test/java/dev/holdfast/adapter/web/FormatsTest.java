package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
  @ParameterizedTest
  @CsvSource({
    "2027-01-01T10:00:00Z, 2027-01-01T10:00:00Z",
    "2027-01-01t10:00:00z, 2027-01-01T10:00:00Z",
    "2027-01-01T10:00:00+02:00, 2027-01-01T08:00:00Z",
    "2027-01-01T10:00:00-23:59, 2027-01-02T09:59:00Z",
    "2027-01-01T10:00:00.5Z, 2027-01-01T10:00:00.500Z",
    "2027-01-01T10:00:00.123456789Z, 2027-01-01T10:00:00.123456789Z",
    "2028-02-29T23:59:59Z, 2028-02-29T23:59:59Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
  })
  void anInstantIsReadWithAnyOffsetToTheNanosecond(String text, Instant instant) {
    assertThat(Formats.instant(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2027",
        "2027-01-01",
        "2027-01-01T10:00",
        "2027-01-01T10:00Z",
        "2027-01-01T10:00:00",
        "2027-01-01 10:00:00Z",
        "2027-01-01T24:00:00Z",
        "2027-01-01T23:59:60Z",
        "2027-01-01T23:60:00Z",
        "2027-02-30T10:00:00Z",
        "2027-02-29T10:00:00Z",
        "2027-13-01T10:00:00Z",
        "2027-00-01T10:00:00Z",
        "2027-01-00T10:00:00Z",
        "2027-01-01T10:00:00+99:00",
        "2027-01-01T10:00:00+24:00",
        "2027-01-01T10:00:00+02",
        "2027-01-01T10:00:00+0200",
        "2027-01-01T10:00:00+02:60",
        "2027-01-01T10:00:00 02:00",
        "2027-01-01T10:00:00.Z",
        "2027-01-01T10:00:00.1234567890Z",
        "2027-01-01T10:00:00,5Z",
        "2027-01-01T10:00:00ZZ",
        "2027-01-01T10:00:00Z[Europe/Berlin]",
        "+2027-01-01T10:00:00Z",
        "-001-01-01T10:00:00Z",
        "10000-01-01T10:00:00Z",
        "294277-01-01T10:00:00Z",
        "0000-01-01T10:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "２０２７-01-01T10:00:00Z",
        "now",
      })
  void anythingElseIsNoInstant(String text) {
    assertThat(Formats.instant(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0S",
    "P0D, PT0S",
    "P1D, PT24H",
    "P2W, PT336H",
    "PT15M, PT15M",
    "P1DT2H3M4S, PT26H3M4S",
    "PT90M, PT1H30M",
    "PT0.000001S, PT0.000001S",
    "PT1.5S, PT1.5S",
    "P365D, PT8760H",
  })
  void aDurationIsReadInDaysAndBelow(String text, Duration duration) {
    assertThat(Formats.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P1M",
        "P1Y",
        "P1Y2D",
        "P1W1D",
        "P1DT",
        "PT1",
        "-P1D",
        "P-1D",
        "+P1D",
        "PT-1S",
        "PT1.S",
        "PT.5S",
        "PT1.5M",
        "PT1,5S",
        "PT1.0000000001S",
        "p1d",
        "P1H",
        "PT1D",
        "P1D ",
        "P99999999D",
        "PT9999999999999S",
        "PT1S1M",
        "900",
        "15m"
      })
  void anythingElseIsNoDuration(String text) {
    assertThat(Formats.duration(text)).isNull();
  }

  @Test
  void aDurationIsWrittenAsItWouldBeSaid() {
    for (var text : new String[] {"P1D", "P365D", "PT15M", "PT0S", "P1DT30M", "PT1.5S", "PT1H"}) {
      var duration = Formats.duration(text);
      assertThat(duration).isNotNull().extracting(Json::text).isEqualTo(text);
    }
  }

  @Test
  void anIdIsReadInItsCanonicalFormOnly() {
    var id = "01890000-abcd-7000-8000-00000000000f";
    assertThat(Formats.uuid(id)).isEqualTo(UUID.fromString(id));
    assertThat(Formats.uuid(id.toUpperCase(java.util.Locale.ROOT))).isEqualTo(UUID.fromString(id));
    for (var bad :
        new String[] {
          "",
          "abc",
          "1-1-1-1-1",
          id + "0",
          id.substring(1),
          id.replace('-', '_'),
          "{" + id + "}",
          id.replace('a', 'g'),
          " " + id,
          "0189000x" + id.substring(8),
          "' OR 1=1--"
        }) {
      assertThat(Formats.uuid(bad)).as(bad).isNull();
    }
  }

  @Test
  void localTimesAndDatesAreReadAsTheyAreOnAClockAndACalendar() {
    assertThat(Formats.localTime("09:00")).isEqualTo(LocalTime.of(9, 0));
    assertThat(Formats.localTime("23:59:59")).isEqualTo(LocalTime.of(23, 59, 59));
    for (var bad : new String[] {"9:00", "24:00", "09:60", "09", "09:00Z", "", "09:00:00.5"}) {
      assertThat(Formats.localTime(bad)).as(bad).isNull();
    }
    assertThat(Formats.localDate("2028-02-29")).isEqualTo(LocalDate.of(2028, 2, 29));
    for (var bad : new String[] {"2027-02-29", "2027-1-1", "0000-01-01", "", "2027-01-01T"}) {
      assertThat(Formats.localDate(bad)).as(bad).isNull();
    }
  }

  @Test
  void zonesAndCurrenciesAreThoseOfTheirRegisters() {
    assertThat(Formats.zone("Europe/Berlin")).isNotNull();
    assertThat(Formats.zone("UTC")).isNotNull();
    for (var bad : new String[] {"", "Europe/Atlantis", "+02:00", "europe/berlin", "Z"}) {
      assertThat(Formats.zone(bad)).as(bad).isNull();
    }
    assertThat(Formats.currency("JPY")).isNotNull();
    for (var bad : new String[] {"", "eur", "XXX", "EURO", "ZZZ"}) {
      assertThat(Formats.currency(bad)).as(bad).isNull();
    }
  }
}
