package dev.holdfast.booking;

import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.notification.NotificationFixtures.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CalendarEntryTest {
  private static final Duration DAY = Duration.ofDays(1);

  private static TimeRange hours(int from, int to) {
    return new TimeRange(TEN.plus(HOUR.multipliedBy(from)), TEN.plus(HOUR.multipliedBy(to)));
  }

  @Test
  void theUidIsTheBookingsAndTheSequenceItsVersion() {
    var booking = BookingFacts.of(aBooking().booking());
    assertThat(CalendarEntry.of(booking))
        .containsExactly(new CalendarEntry(booking.id() + "@holdfast.dev", 1, hours(0, 1)));
  }

  @Test
  void whatFollowsWithoutAGapIsOneEntryWhateverItTakes() {
    var booking =
        BookingFacts.of(
            aBooking()
                .and()
                .on(OTHER_COURT)
                .from(TEN)
                .and()
                .from(TEN.plus(HOUR))
                .and()
                .from(TEN.plus(HOUR.multipliedBy(3)))
                .booking());
    assertThat(CalendarEntry.of(booking))
        .containsExactly(
            new CalendarEntry(booking.id() + "@holdfast.dev", 1, hours(0, 2)),
            new CalendarEntry(booking.id() + "-2@holdfast.dev", 1, hours(3, 4)));
  }

  @Test
  void aMoveKeepsTheUidsAndLeavesWhatIsNoLongerThereToBeTakenOut() {
    var before =
        BookingFacts.of(
            aBooking().and().from(TEN.plus(DAY)).and().from(TEN.plus(DAY).plus(DAY)).booking());
    var after = on(before, BookingFacts.of(aBooking().from(TEN.plus(HOUR)).booking()), 2);
    assertThat(CalendarEntry.of(after))
        .containsExactly(new CalendarEntry(before.id() + "@holdfast.dev", 2, hours(1, 2)));
    assertThat(CalendarEntry.gone(before, after))
        .containsExactly(
            new CalendarEntry(before.id() + "-2@holdfast.dev", 2, hours(24, 25)),
            new CalendarEntry(before.id() + "-3@holdfast.dev", 2, hours(48, 49)));
  }
}
