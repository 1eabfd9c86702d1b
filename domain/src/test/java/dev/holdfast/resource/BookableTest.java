package dev.holdfast.resource;

import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.UTC;
import static dev.holdfast.resource.ResourceFixtures.between;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.daily;
import static dev.holdfast.resource.ResourceFixtures.local;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.BookableRejection.BeyondHorizon;
import dev.holdfast.resource.BookableRejection.IntervalInPast;
import dev.holdfast.resource.BookableRejection.IntervalLength;
import dev.holdfast.resource.BookableRejection.OffGrid;
import dev.holdfast.resource.BookableRejection.OutsideOpeningHours;
import dev.holdfast.resource.BookableRejection.ResourceInactive;
import dev.holdfast.resource.BookableRejection.TimestampPrecision;
import dev.holdfast.resource.BookableRejection.TooLateToBook;
import dev.holdfast.resource.BookableRejection.UnitsExceedCapacity;
import dev.holdfast.resource.ResourceFixtures.Court;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BookableTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TimeRange MORNING = local(BERLIN, "2027-03-01T10:00", "2027-03-01T11:00");

  private static Court court() {
    return courtOf(venue(BERLIN)).open(daily("09:00", "17:00"));
  }

  private static void assertRefused(
      Court court, TimeRange range, Instant now, Class<? extends BookableRejection> reason) {
    assertThat(court.bookable().refuse(range, 1, now)).get().isInstanceOf(reason);
  }

  private static void assertTaken(Court court, TimeRange range, Instant now) {
    assertThat(court.bookable().refuse(range, 1, now)).isEmpty();
  }

  @Test
  void aStartIsInThePastStrictlyAfterIt() {
    var start = MORNING.start();
    assertTaken(court(), MORNING, start.minusNanos(1000));
    assertTaken(court(), MORNING, start);
    assertRefused(court(), MORNING, start.plusNanos(1000), IntervalInPast.class);
  }

  @Test
  void anEdgeMayBeAsFineAsAMicrosecondButNotFiner() {
    var finest = new TimeRange(MORNING.start(), MORNING.end().plusNanos(1));
    assertRefused(court(), finest, NOW, TimestampPrecision.class);
    var fine = new TimeRange(MORNING.start(), MORNING.end().plusNanos(1000));
    assertRefused(court(), fine, NOW, OffGrid.class);
  }

  @Test
  void aLengthMayBeTheShortestAndTheLongestButNotBeyond() {
    var court = court().lasting(HOUR, HOUR.multipliedBy(2));
    assertRefused(
        court, local(BERLIN, "2027-03-01T10:00", "2027-03-01T10:30"), NOW, IntervalLength.class);
    assertTaken(court, local(BERLIN, "2027-03-01T10:00", "2027-03-01T11:00"), NOW);
    assertTaken(court, local(BERLIN, "2027-03-01T10:00", "2027-03-01T12:00"), NOW);
    assertRefused(
        court, local(BERLIN, "2027-03-01T10:00", "2027-03-01T12:30"), NOW, IntervalLength.class);
  }

  @Test
  void allUnitsMayBeTakenButNotOneMore() {
    var court = court().withUnits(3).bookable();
    assertThat(court.refuse(MORNING, 3, NOW)).isEmpty();
    assertThat(court.refuse(MORNING, 4, NOW)).get().isInstanceOf(UnitsExceedCapacity.class);
  }

  @Test
  void aResourceOffTheListIsNotBookedEvenOutsideItsHours() {
    assertRefused(
        court().inactive(),
        local(BERLIN, "2027-03-01T20:00", "2027-03-01T21:00"),
        NOW,
        ResourceInactive.class);
  }

  @Test
  void aBookingMayBeginAtTheOpeningAndEndAtTheClosingButNotBeyond() {
    assertTaken(court(), local(BERLIN, "2027-03-01T09:00", "2027-03-01T10:00"), NOW);
    assertTaken(court(), local(BERLIN, "2027-03-01T16:00", "2027-03-01T17:00"), NOW);
    assertRefused(
        court(),
        local(BERLIN, "2027-03-01T08:30", "2027-03-01T09:30"),
        NOW,
        OutsideOpeningHours.class);
    assertRefused(
        court(),
        local(BERLIN, "2027-03-01T16:30", "2027-03-01T17:30"),
        NOW,
        OutsideOpeningHours.class);
  }

  @Test
  void bothEdgesLieOnTheGridOfTheOpening() {
    var court = courtOf(venue(BERLIN)).open(daily("09:10", "17:00"));
    assertTaken(court, local(BERLIN, "2027-03-01T09:40", "2027-03-01T10:10"), NOW);
    assertRefused(court, local(BERLIN, "2027-03-01T09:30", "2027-03-01T10:10"), NOW, OffGrid.class);
    assertRefused(court, local(BERLIN, "2027-03-01T09:40", "2027-03-01T10:20"), NOW, OffGrid.class);
  }

  @Test
  void theGridOfWhatIsAlwaysOpenStartsAtLocalMidnight() {
    var court = courtOf(venue(java.time.ZoneId.of("Asia/Kathmandu"))).every(HOUR);
    assertTaken(court, between("2027-03-01T10:15:00Z", "2027-03-01T11:15:00Z"), NOW);
    assertRefused(
        court, between("2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z"), NOW, OffGrid.class);
  }

  @Test
  void whatIsAlwaysOpenIsBookedByTheDayAcrossAClockChange() {
    var court = courtOf(venue(BERLIN)).every(Duration.ofDays(1)).lasting(HOUR, Duration.ofDays(30));
    assertTaken(court, local(BERLIN, "2027-03-27T00:00", "2027-03-30T00:00"), NOW);
    assertTaken(court, local(BERLIN, "2027-10-30T00:00", "2027-11-01T00:00"), NOW);
  }

  @Test
  void noticeIsTimeThatElapses() {
    // The night of the clock change has 23 h: 24 h before Monday noon is Sunday noon all the same,
    // and 24 h before Sunday noon is 11:00 on Saturday.
    var court = court().noticedBy(Duration.ofHours(24));
    var sunday = local(BERLIN, "2027-03-28T12:00", "2027-03-28T13:00");
    var eleven = Instant.parse("2027-03-27T10:00:00Z");
    assertTaken(court, sunday, eleven);
    assertRefused(court, sunday, eleven.plusNanos(1000), TooLateToBook.class);
  }

  @Test
  void theHorizonCountsDatesOfTheVenue() {
    var court = court().upToDaysAhead(1);
    // 23:30 on the 1st in Berlin, though the 1st in UTC as well; an hour later it is the 2nd.
    var late = Instant.parse("2027-03-01T22:30:00Z");
    var third = local(BERLIN, "2027-03-03T09:00", "2027-03-03T10:00");
    assertRefused(court, third, late, BeyondHorizon.class);
    assertTaken(court, third, late.plus(HOUR));
  }

  @Test
  void slotsBeginAtFromAndEndByTo() {
    var offer =
        court()
            .every(HOUR)
            .lasting(HOUR, HOUR)
            .bookable()
            .slots(local(BERLIN, "2027-03-01T10:00", "2027-03-01T12:00"), HOUR, NOW, 10);
    assertThat(offer.slots())
        .containsExactly(
            local(BERLIN, "2027-03-01T10:00", "2027-03-01T11:00"),
            local(BERLIN, "2027-03-01T11:00", "2027-03-01T12:00"));
    assertThat(offer.isComplete()).isTrue();
  }

  @Test
  void slotsBeyondTheLimitAreNotMade() {
    var day = local(BERLIN, "2027-03-01T00:00", "2027-03-02T00:00");
    assertThat(court().bookable().slots(day, HOUR, NOW, 15))
        .returns(true, Bookable.Offer::isComplete)
        .extracting(offer -> offer.slots().size())
        .isEqualTo(15);
    assertThat(court().bookable().slots(day, HOUR, NOW, 14))
        .returns(false, Bookable.Offer::isComplete)
        .extracting(offer -> offer.slots().size())
        .isEqualTo(14);
  }

  @Test
  void manyRulesWithAGridOfSecondsAreNotLookedThroughToTheEnd() {
    var rules = new ArrayList<OpeningHours.Rule>();
    for (var minute = 10; minute < 60; minute++) {
      rules.add(daily("00:" + minute, "23:00"));
      rules.add(daily("01:" + minute, "23:30"));
    }
    var court =
        courtOf(venue(BERLIN))
            .open(rules.toArray(OpeningHours.Rule[]::new))
            .every(Duration.ofSeconds(2))
            .lasting(Duration.ofSeconds(1), Duration.ofDays(1));
    var begun = System.nanoTime();
    var offer =
        court
            .bookable()
            .slots(
                local(BERLIN, "2027-03-01T00:00", "2027-04-30T00:00"),
                Duration.ofSeconds(3),
                NOW,
                10_000);
    assertThat(offer.isComplete()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  /** Whatever is offered may be booked, and whatever may be booked is offered. */
  @Property(tries = 3_000)
  void slotsAreExactlyTheRangesThatAreNotRefused(
      @ForAll @IntRange(max = 3) int ruleCount,
      @ForAll @IntRange(max = 1435) int first,
      @ForAll @IntRange(max = 1435) int second,
      @ForAll @IntRange(min = 1, max = 20) int stepUnits,
      @ForAll @IntRange(min = 1, max = 40) int lengthUnits,
      @ForAll @IntRange(max = 287) int nowUnits,
      @ForAll @IntRange(max = 60) int noticeUnits,
      @ForAll @IntRange(max = 2) int horizon,
      @ForAll boolean spring) {
    var day =
        spring
            ? local(BERLIN, "2027-03-28T00:00", "2027-03-29T00:00")
            : local(BERLIN, "2027-10-31T00:00", "2027-11-01T00:00");
    var unit = Duration.ofMinutes(5);
    var edges = List.of(first / 5 * 5, second / 5 * 5, (first + second) / 10 * 5 % 1440);
    var rules = new ArrayList<OpeningHours.Rule>();
    for (var r = 0; r < ruleCount; r++) {
      rules.add(daily(time(edges.get(r)), time(edges.get((r + 1) % 3))));
    }
    var bookable =
        courtOf(venue(BERLIN))
            .open(rules.toArray(OpeningHours.Rule[]::new))
            .every(unit.multipliedBy(stepUnits))
            .lasting(unit, Duration.ofHours(6))
            .noticedBy(unit.multipliedBy(noticeUnits))
            .upToDaysAhead(horizon)
            .bookable();
    var now = day.start().minus(Duration.ofHours(12)).plus(unit.multipliedBy(nowUnits));
    var length = unit.multipliedBy(Math.min(lengthUnits, 72));
    var expected = new ArrayList<TimeRange>();
    for (var start = day.start();
        !start.plus(length).isAfter(day.end());
        start = start.plus(unit)) {
      var range = new TimeRange(start, start.plus(length));
      if (bookable.refuse(range, 1, now).isEmpty()) {
        expected.add(range);
      }
    }
    assertThat(bookable.slots(day, length, now, 1_000).slots()).isEqualTo(expected);
  }

  private static String time(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }

  @Test
  void nothingIsOfferedWhereEverythingIsBeyondTheHorizon() {
    var offer =
        courtOf(venue(UTC))
            .bookable()
            .slots(between("9999-01-01T00:00:00Z", "9999-02-01T00:00:00Z"), HOUR, NOW, 10);
    assertThat(offer).isEqualTo(new Bookable.Offer(List.of(), true));
  }
}
