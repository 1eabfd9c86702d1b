package dev.holdfast.notification;

import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.notification.NotificationFixtures.VIENNA;
import static dev.holdfast.notification.NotificationFixtures.courts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How places, times and pauses are put. */
class MailWordsTest {
  private static String full(ZoneId zone, String start, String end) {
    return new LocalTimes(zone).full(new TimeRange(Instant.parse(start), Instant.parse(end)));
  }

  @Test
  void aTimeIsToldInTheZoneOfTheVenueWhichIsNamed() {
    assertThat(full(VIENNA, "2027-03-02T09:00:00Z", "2027-03-02T10:30:00Z"))
        .isEqualTo("Tuesday, 2 March 2027, 10:00 to 11:30 (Europe/Vienna, UTC+01:00)");
    assertThat(full(ZoneId.of("UTC"), "2027-03-02T09:00:00Z", "2027-03-02T09:00:01Z"))
        .isEqualTo("Tuesday, 2 March 2027, 09:00 to 09:00:01 (UTC)");
  }

  @Test
  void anotherDayIsSaid() {
    assertThat(full(VIENNA, "2027-03-02T21:00:00Z", "2027-03-03T01:00:00Z"))
        .isEqualTo(
            "Tuesday, 2 March 2027, 22:00 to Wednesday, 3 March 2027, 02:00"
                + " (Europe/Vienna, UTC+01:00)");
  }

  @Test
  void overAChangeOfTheClockBothOffsetsAreSaid() {
    assertThat(full(VIENNA, "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"))
        .isEqualTo("Sunday, 28 March 2027, 01:30 (UTC+01:00) to 03:30 (UTC+02:00), Europe/Vienna");
    assertThat(full(VIENNA, "2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"))
        .isEqualTo(
            "Sunday, 31 October 2027, 02:30 (UTC+02:00) to 02:30 (UTC+01:00), Europe/Vienna");
  }

  @Test
  void aSubjectSaysWhatWhereAndWhen() {
    var one = BookingFacts.of(aBooking().booking());
    assertThat(MailSubject.of(MailTemplate.CONFIRMED, one, courts()))
        .isEqualTo("Confirmed: Court 1 at Riverside Club, Mon 1 Mar 2027, 11:00");
    var two = BookingFacts.of(aBooking().and().on(OTHER_COURT).booking());
    assertThat(MailSubject.of(MailTemplate.REMINDER, two, courts()))
        .isEqualTo("Reminder: Court 1 and 1 more at Riverside Club, Mon 1 Mar 2027, 11:00");
    assertThat(MailSubject.of(MailTemplate.CANCELLED, one, Map.of()))
        .isEqualTo("Cancelled: your booking");
  }

  @Test
  void whatWouldBreakALineIsASpace() {
    assertThat(OneLine.of(" Court\r\nBcc: all@example.org\u0000\u2028\u0085x\t "))
        .isEqualTo("Court Bcc: all@example.org x");
    assertThat(OneLine.of("\uD83C\uDFBE\uD83C\uDFBE\uD83C\uDFBE", 2)).isEqualTo("\uD83C\uDFBE…");
    assertThat(OneLine.of("ab", 2)).isEqualTo("ab");
  }

  @Test
  void aMailThatIsPutOffIsTriedForADay() {
    var total = Duration.ZERO;
    var last = Duration.ZERO;
    var attempts = 1;
    for (var pause = MailRetries.after(attempts);
        pause.isPresent();
        pause = MailRetries.after(++attempts)) {
      assertThat(pause.get()).isGreaterThanOrEqualTo(last);
      last = pause.get();
      total = total.plus(last);
    }
    assertThat(total).isBetween(Duration.ofHours(23), Duration.ofHours(25));
  }
}
