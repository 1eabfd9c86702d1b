package dev.holdfast.booking;

import static dev.holdfast.booking.BookingFixtures.NOW;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.booking.BookingFixtures.aHold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingEvent.BookingCancelled;
import dev.holdfast.booking.BookingEvent.BookingConfirmed;
import dev.holdfast.booking.BookingEvent.BookingExpired;
import dev.holdfast.booking.BookingRejection.HoldExpired;
import dev.holdfast.booking.BookingRejection.InvalidState;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Sealed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BookingTest {
  private static final Instant END_OF_HOLD = NOW.plusSeconds(600);
  private static final Booking HOLD = aHold().booking();

  @Test
  void aLiveHoldIsConfirmedOneVersionOn() {
    var confirmed = accepted(HOLD.confirm(END_OF_HOLD.minusNanos(1000)), BookingConfirmed.class);
    assertThat(confirmed.status()).isEqualTo(Status.CONFIRMED);
    assertThat(confirmed.version()).isEqualTo(HOLD.version() + 1);
    assertThat(confirmed.holdUntil()).isNull();
    assertThat(confirmed.awaiting()).isEmpty();
    assertThat(confirmed.items()).isEqualTo(HOLD.items());
  }

  @Test
  void confirmIsRefusedAtTheInstantTheHoldEnds() {
    assertThat(HOLD.confirm(END_OF_HOLD)).isEqualTo(new Rejected<>(new HoldExpired(HOLD.id())));
  }

  @Test
  void confirmIsRefusedOnceTheHoldHasBeenExpired() {
    var expired = accepted(HOLD.expire(END_OF_HOLD), BookingExpired.class);
    assertThat(expired.confirm(END_OF_HOLD)).isEqualTo(new Rejected<>(new HoldExpired(HOLD.id())));
  }

  @Test
  void confirmingTwiceChangesNothing() {
    var booking = aBooking().booking();
    assertThat(booking.confirm(NOW)).isEqualTo(unchanged(booking));
  }

  @Test
  void whatIsCancelledCannotBeConfirmed() {
    var cancelled =
        accepted(
            aBooking().booking().cancel(CancelledBy.CUSTOMER, null, NOW), BookingCancelled.class);
    assertThat(cancelled.confirm(NOW))
        .isEqualTo(new Rejected<>(new InvalidState(cancelled.id(), Status.CANCELLED)));
  }

  @Test
  void cancellingSaysByWhomAndWhy() {
    var reason = new Sealed("c2VhbGVk");
    var cancelled =
        accepted(
            aBooking().booking().cancel(CancelledBy.VENUE, reason, NOW), BookingCancelled.class);
    assertThat(cancelled.cancelledBy()).isEqualTo(CancelledBy.VENUE);
    assertThat(cancelled.cancelReason()).isEqualTo(reason);
    assertThat(cancelled.version()).isEqualTo(2);
  }

  @Test
  void cancellingTwiceKeepsTheFirstReason() {
    var cancelled =
        accepted(
            aBooking().booking().cancel(CancelledBy.CUSTOMER, new Sealed("MQ=="), NOW),
            BookingCancelled.class);
    assertThat(cancelled.cancel(CancelledBy.VENUE, new Sealed("Mg=="), NOW))
        .isEqualTo(unchanged(cancelled));
  }

  @Test
  void aLapsedHoldCannotBeCancelled() {
    assertThat(HOLD.cancel(CancelledBy.CUSTOMER, null, END_OF_HOLD))
        .isEqualTo(new Rejected<>(new HoldExpired(HOLD.id())));
  }

  @Test
  void aHoldIsNotExpiredBeforeItsEnd() {
    assertThat(HOLD.expire(END_OF_HOLD.minusNanos(1000))).isEqualTo(unchanged(HOLD));
  }

  @Test
  void aConfirmedBookingNeverExpires() {
    var booking = aBooking().booking();
    assertThat(booking.expire(Instant.MAX)).isEqualTo(unchanged(booking));
  }

  private static Booking accepted(
      Outcome<Booking, BookingEvent> outcome, Class<? extends BookingEvent> event) {
    assertThat(outcome).isInstanceOf(Accepted.class);
    var accepted = (Accepted<Booking, BookingEvent>) outcome;
    assertThat(accepted.events()).hasSize(1).first().isInstanceOf(event);
    assertThat(accepted.events().getFirst().booking()).isEqualTo(accepted.state());
    return accepted.state();
  }

  private static Accepted<Booking, BookingEvent> unchanged(Booking booking) {
    return new Accepted<>(booking, java.util.List.of());
  }
}
