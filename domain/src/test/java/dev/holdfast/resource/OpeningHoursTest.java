package dev.holdfast.resource;

import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.between;
import static dev.holdfast.resource.ResourceFixtures.daily;
import static dev.holdfast.resource.ResourceFixtures.local;
import static dev.holdfast.resource.ResourceFixtures.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {
  // In Berlin the clock goes from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on
  // 31 October 2027.
  private static final TimeRange SPRING = local(BERLIN, "2027-03-28T00:00", "2027-03-29T00:00");
  private static final TimeRange AUTUMN = local(BERLIN, "2027-10-31T00:00", "2027-11-01T00:00");

  private static List<TimeRange> openings(TimeRange within, OpeningHours.Rule... rules) {
    return new OpeningHours(List.of(rules)).openings(within, BERLIN).list();
  }

  @Test
  void anOpeningInTheGapMovesToItsEnd() {
    assertThat(openings(SPRING, daily("02:30", "06:00")))
        .contains(between("2027-03-28T01:00:00Z", "2027-03-28T04:00:00Z"));
  }

  @Test
  void aClosingInTheGapMovesToItsEnd() {
    assertThat(openings(SPRING, daily("01:00", "02:30")))
        .contains(between("2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z"));
  }

  @Test
  void anOpeningThatLiesInTheGapEntirelyIsNone() {
    assertThat(
            openings(
                local(BERLIN, "2027-03-28T01:00", "2027-03-28T06:00"), daily("02:10", "02:50")))
        .isEmpty();
  }

  @Test
  void anOpeningInTheRepeatedHourIsTheFirst() {
    assertThat(openings(AUTUMN, daily("02:30", "06:00")))
        .contains(between("2027-10-31T00:30:00Z", "2027-10-31T05:00:00Z"));
  }

  @Test
  void aClosingInTheRepeatedHourIsTheFirst() {
    assertThat(openings(AUTUMN, daily("01:00", "02:30")))
        .contains(between("2027-10-30T23:00:00Z", "2027-10-31T00:30:00Z"));
  }

  @Test
  void anOpeningAcrossTheRepeatedHourLastsAnHourLonger() {
    assertThat(openings(AUTUMN, daily("00:00", "06:00")))
        .contains(between("2027-10-30T22:00:00Z", "2027-10-31T05:00:00Z"));
  }

  @Test
  void aClosingBeforeTheOpeningIsThatOfTheNextDay() {
    var friday = open("FREQ=WEEKLY;BYDAY=FR", "22:00", "04:00");
    assertThat(openings(local(BERLIN, "2027-03-06T01:00", "2027-03-06T02:00"), friday))
        .containsExactly(local(BERLIN, "2027-03-05T22:00", "2027-03-06T04:00"));
  }

  @Test
  void aClosingAtTheOpeningIsAWholeDayLater() {
    assertThat(
            openings(
                local(BERLIN, "2027-03-05T10:00", "2027-03-05T11:00"), daily("09:00", "09:00")))
        .containsExactly(local(BERLIN, "2027-03-05T09:00", "2027-03-06T09:00"));
  }

  @Test
  void alwaysOpenMeansFromLocalMidnightToLocalMidnight() {
    assertThat(OpeningHours.ALWAYS.openings(SPRING, BERLIN).list())
        .containsExactly(
            local(BERLIN, "2027-03-27T00:00", "2027-03-28T00:00"),
            between("2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"),
            local(BERLIN, "2027-03-29T00:00", "2027-03-30T00:00"));
  }

  @Test
  void aDateThatTheZoneSkipsHasNoOpening() {
    var apia = ZoneId.of("Pacific/Apia");
    var around = between("2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z");
    var openings = OpeningHours.ALWAYS.openings(around, apia);
    assertThat(openings.cover(around)).isTrue();
    assertThat(openings.list())
        .noneMatch(
            opening ->
                LocalDate.ofInstant(opening.start(), apia).equals(LocalDate.of(2011, 12, 30)));
  }

  @Test
  void aRuleHoldsOnItsFirstAndItsLastDateAndNotBeside() {
    var rule =
        new OpeningHours.Rule(
            new FakeRecurrences().read("FREQ=DAILY").orElseThrow(),
            LocalTime.of(9, 0),
            LocalTime.of(10, 0),
            LocalDate.of(2027, 3, 2),
            LocalDate.of(2027, 3, 4));
    assertThat(openings(local(BERLIN, "2027-02-20T00:00", "2027-03-20T00:00"), rule))
        .extracting(opening -> LocalDate.ofInstant(opening.start(), BERLIN).getDayOfMonth())
        .containsExactly(2, 3, 4);
  }

  @Test
  void oneMayBookAcrossOpeningsThatTouch() {
    var openings =
        new Openings(
            List.of(
                between("2027-03-01T09:00:00Z", "2027-03-01T12:00:00Z"),
                between("2027-03-01T12:00:00Z", "2027-03-01T15:00:00Z")));
    assertThat(openings.cover(between("2027-03-01T11:00:00Z", "2027-03-01T13:00:00Z"))).isTrue();
    assertThat(openings.cover(between("2027-03-01T08:59:59Z", "2027-03-01T13:00:00Z"))).isFalse();
    assertThat(openings.cover(between("2027-03-01T11:00:00Z", "2027-03-01T15:00:01Z"))).isFalse();
  }

  @Test
  void theGridOfAnOpeningEndsWithIt() {
    var openings =
        new Openings(
            List.of(
                between("2027-03-01T09:00:00Z", "2027-03-01T12:00:00Z"),
                between("2027-03-01T11:50:00Z", "2027-03-01T15:00:00Z")));
    var half = Duration.ofMinutes(30);
    var noon = Instant.parse("2027-03-01T12:00:00Z");
    assertThat(openings.isOnGridAsEnd(noon, half)).isTrue();
    assertThat(openings.isOnGridAsStart(noon, half)).isFalse();
    assertThat(openings.isOnGridAsStart(noon.minusSeconds(600), half)).isTrue();
  }

  @Property(tries = 20_000)
  void aRangeIsCoveredWhenEachOfItsMinutesIsInAnOpening(
      @ForAll @Size(max = 6) List<@IntRange(max = 50) Integer> starts,
      @ForAll @IntRange(max = 50) int from,
      @ForAll @LongRange(min = 1, max = 20) long length) {
    var noon = Instant.parse("2027-03-01T12:00:00Z");
    var openings =
        starts.stream()
            .map(start -> minutes(noon, start, start + 1 + start % 7))
            .collect(Collectors.toSet());
    var range = minutes(noon, from, from + length);
    var expected =
        LongStream.range(from, from + length)
            .mapToObj(minute -> minutes(noon, minute, minute + 1))
            .allMatch(minute -> openings.stream().anyMatch(each -> each.contains(minute)));
    assertThat(new Openings(openings).cover(range)).isEqualTo(expected);
  }

  private static TimeRange minutes(Instant zero, long from, long to) {
    return new TimeRange(zero.plusSeconds(60 * from), zero.plusSeconds(60 * to));
  }

  @Property(tries = 20_000)
  void anOpeningIsAsLongAsItsLocalTimesSayExceptAcrossAClockChange(
      @ForAll @IntRange(max = 3650) int day,
      @ForAll @IntRange(max = 1439) int start,
      @ForAll @IntRange(max = 1439) int end) {
    var date = LocalDate.of(2025, 1, 1).plusDays(day);
    var from = LocalTime.MIDNIGHT.plusMinutes(start);
    var to = LocalTime.MIDNIGHT.plusMinutes(end);
    var rule = daily(from.toString(), to.toString());
    var noon = date.atTime(12, 0).atZone(BERLIN).toInstant();
    var minutes = (end - start + 1439) % 1440 + 1;
    for (var opening : openings(new TimeRange(noon, noon.plusSeconds(1)), rule)) {
      var change =
          Duration.between(
              opening.start().atZone(BERLIN).toLocalDateTime(),
              opening.end().atZone(BERLIN).toLocalDateTime());
      assertThat(change.toMinutes()).isBetween(minutes - 60L, minutes + 60L);
      assertThat(opening.length()).isLessThanOrEqualTo(Duration.ofHours(25));
    }
  }
}
