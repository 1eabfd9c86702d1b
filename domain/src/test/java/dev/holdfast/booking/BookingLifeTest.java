package dev.holdfast.booking;

import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.NOW;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.booking.BookingFixtures.aHold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingEvent.BookingApproved;
import dev.holdfast.booking.BookingEvent.BookingCancelled;
import dev.holdfast.booking.BookingEvent.BookingCheckedIn;
import dev.holdfast.booking.BookingEvent.BookingCompleted;
import dev.holdfast.booking.BookingEvent.BookingDeclined;
import dev.holdfast.booking.BookingEvent.BookingExtended;
import dev.holdfast.booking.BookingEvent.BookingNoShow;
import dev.holdfast.booking.BookingEvent.BookingNoted;
import dev.holdfast.booking.BookingRejection.AwaitingApproval;
import dev.holdfast.booking.BookingRejection.HoldExpired;
import dev.holdfast.booking.BookingRejection.HoldLimit;
import dev.holdfast.booking.BookingRejection.InvalidState;
import dev.holdfast.booking.BookingRejection.TooEarly;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BookingLifeTest {
  private static final Instant END_OF_HOLD = NOW.plusSeconds(600);
  private static final Duration MICRO = Duration.ofNanos(1_000);
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Booking HOLD = aHold().booking();
  private static final Booking ASKED = aHold().awaiting(Awaiting.APPROVAL).booking();
  private static final Booking FIRM = aBooking().booking();

  /** From ten to eleven on one court, from twelve to one on another. */
  private static final Booking TWO_PARTS =
      aBooking().from(TEN).and().on(OTHER_COURT).from(TEN.plus(HOUR.multipliedBy(2))).booking();

  private static final Instant LAST_END = TEN.plus(HOUR.multipliedBy(3));

  @Test
  void extendingGivesALiveHoldAFreshTimeFromNow() {
    var now = END_OF_HOLD.minus(MICRO);
    var extended = accepted(HOLD.extend(TTL, now), BookingExtended.class);
    assertThat(extended.holdUntil()).isEqualTo(now.plus(TTL));
    assertThat(extended.status()).isEqualTo(Status.PENDING);
    assertThat(extended.awaiting()).isEqualTo(HOLD.awaiting());
    assertThat(extended.version()).isEqualTo(HOLD.version() + 1);
  }

  @Test
  void aHoldIsExtendedThreeTimesInAll() {
    var hold = HOLD;
    for (var time = 1; time <= 3; time++) {
      hold = accepted(hold.extend(TTL, NOW), BookingExtended.class);
      assertThat(hold.extensions()).isEqualTo(time);
    }
    assertThat(hold.extend(TTL, NOW)).isEqualTo(new Rejected<>(new HoldLimit(hold.id())));
  }

  @Test
  void aHoldThatHasEndedIsNotExtended() {
    assertThat(HOLD.extend(TTL, END_OF_HOLD)).isEqualTo(expired(HOLD));
  }

  @Test
  void approvalConfirmsWhatAwaitsNothingElse() {
    var approved = accepted(ASKED.approve(END_OF_HOLD.minus(MICRO)), BookingApproved.class);
    assertThat(approved.status()).isEqualTo(Status.CONFIRMED);
    assertThat(approved.holdUntil()).isNull();
    assertThat(approved.approve(END_OF_HOLD)).isEqualTo(unchanged(approved));
  }

  @Test
  void approvalLeavesWhatElseIsAwaited() {
    var both = aHold().awaiting(Awaiting.APPROVAL, Awaiting.CONFIRMATION).booking();
    assertThat(both.confirm(NOW)).isEqualTo(new Rejected<>(new AwaitingApproval(both.id())));
    var approved = accepted(both.approve(NOW), BookingApproved.class);
    assertThat(approved.status()).isEqualTo(Status.PENDING);
    assertThat(approved.awaiting()).containsExactly(Awaiting.CONFIRMATION);
    assertThat(approved.holdUntil()).isEqualTo(both.holdUntil());
    assertThat(approved.approve(NOW)).isEqualTo(unchanged(approved));
  }

  @Test
  void approvalComesTooLateAtTheInstantTheHoldEnds() {
    assertThat(ASKED.approve(END_OF_HOLD)).isEqualTo(expired(ASKED));
  }

  @Test
  void decliningSaysWhyAndNotByWhom() {
    var reason = new Sealed("c2VhbGVk");
    var declined = accepted(ASKED.decline(reason, NOW), BookingDeclined.class);
    assertThat(declined.status()).isEqualTo(Status.DECLINED);
    assertThat(declined.cancelReason()).isEqualTo(reason);
    assertThat(declined.cancelledBy()).isNull();
    assertThat(declined.decline(null, NOW)).isEqualTo(unchanged(declined));
  }

  @Test
  void onlyAnAwaitedApprovalIsDeclined() {
    assertThat(HOLD.decline(null, NOW)).isEqualTo(invalid(HOLD, Status.PENDING));
    assertThat(FIRM.decline(null, NOW)).isEqualTo(invalid(FIRM, Status.CONFIRMED));
    assertThat(ASKED.decline(null, END_OF_HOLD)).isEqualTo(expired(ASKED));
  }

  @Test
  void checkInOpensThirtyMinutesBeforeTheFirstStart() {
    var opens = TEN.minus(Duration.ofMinutes(30));
    assertThat(TWO_PARTS.checkIn(opens.minus(MICRO)))
        .isEqualTo(new Rejected<>(new TooEarly(TWO_PARTS.id(), opens)));
    var there = accepted(TWO_PARTS.checkIn(opens), BookingCheckedIn.class);
    assertThat(there.status()).isEqualTo(Status.CHECKED_IN);
    assertThat(there.checkIn(opens)).isEqualTo(unchanged(there));
  }

  @Test
  void checkInClosesAtTheLastEnd() {
    accepted(TWO_PARTS.checkIn(LAST_END.minus(MICRO)), BookingCheckedIn.class);
    assertThat(TWO_PARTS.checkIn(LAST_END)).isEqualTo(invalid(TWO_PARTS, Status.COMPLETED));
  }

  @Test
  void whoeverIsThereHasNotCancelledAndNotStayedAway() {
    var there = accepted(FIRM.checkIn(TEN), BookingCheckedIn.class);
    assertThat(there.cancel(CancelledBy.CUSTOMER, null, TEN))
        .isEqualTo(invalid(there, Status.CHECKED_IN));
    assertThat(there.noShow(TEN)).isEqualTo(invalid(there, Status.CHECKED_IN));
  }

  @Test
  void completionCanBeSaidFromTheFirstStartOn() {
    assertThat(TWO_PARTS.complete(TEN.minus(MICRO)))
        .isEqualTo(new Rejected<>(new TooEarly(TWO_PARTS.id(), TEN)));
    var over = accepted(TWO_PARTS.complete(TEN), BookingCompleted.class);
    assertThat(over.complete(TEN.minus(HOUR))).isEqualTo(unchanged(over));
    accepted(TWO_PARTS.complete(LAST_END.plus(HOUR)), BookingCompleted.class);
  }

  @Test
  void aNoShowCanBeSaidFromTheFirstStartUntilTheLastEnd() {
    assertThat(TWO_PARTS.noShow(TEN.minus(MICRO)))
        .isEqualTo(new Rejected<>(new TooEarly(TWO_PARTS.id(), TEN)));
    var missed = accepted(TWO_PARTS.noShow(TEN), BookingNoShow.class);
    assertThat(missed.noShow(TEN)).isEqualTo(unchanged(missed));
    accepted(TWO_PARTS.noShow(LAST_END.minus(MICRO)), BookingNoShow.class);
    assertThat(TWO_PARTS.noShow(LAST_END)).isEqualTo(invalid(TWO_PARTS, Status.COMPLETED));
  }

  @Test
  void whatIsOverFinishesByItselfAtTheLastEnd() {
    assertThat(TWO_PARTS.finish(LAST_END.minus(MICRO))).isEqualTo(unchanged(TWO_PARTS));
    var over = accepted(TWO_PARTS.finish(LAST_END), BookingCompleted.class);
    assertThat(over.finish(LAST_END)).isEqualTo(unchanged(over));
    var there = accepted(TWO_PARTS.checkIn(TEN), BookingCheckedIn.class);
    accepted(there.finish(LAST_END), BookingCompleted.class);
  }

  @Test
  void whatIsOverCannotBeCancelledThoughNobodyHasWrittenItDown() {
    accepted(
        FIRM.cancel(CancelledBy.CUSTOMER, null, TEN.plus(HOUR).minus(MICRO)),
        BookingCancelled.class);
    assertThat(FIRM.cancel(CancelledBy.CUSTOMER, null, TEN.plus(HOUR)))
        .isEqualTo(invalid(FIRM, Status.COMPLETED));
    assertThat(FIRM.confirm(TEN.plus(HOUR))).isEqualTo(invalid(FIRM, Status.COMPLETED));
  }

  @Test
  void aHoldDoesNotFinish() {
    var slow = aHold().heldUntil(LAST_END.plus(HOUR)).booking();
    assertThat(slow.finish(LAST_END)).isEqualTo(unchanged(slow));
  }

  @Test
  void aNoteIsChangedAndClearedAtAnyTime() {
    var noted = accepted(FIRM.annotate(new Sealed("MQ=="), NOW), BookingNoted.class);
    assertThat(noted.note()).isEqualTo(new Sealed("MQ=="));
    var over = accepted(noted.finish(LAST_END), BookingCompleted.class);
    var cleared = accepted(over.annotate(null, LAST_END), BookingNoted.class);
    assertThat(cleared.note()).isNull();
    assertThat(cleared.status()).isEqualTo(Status.COMPLETED);
    assertThat(cleared.annotate(null, LAST_END)).isEqualTo(unchanged(cleared));
  }

  @Test
  void aMoveChangesItemsAndTotalAndNothingElse() {
    var moved = moved(ASKED, aHold().from(TEN.plus(HOUR)).units(2).ofCapacity(2));
    assertThat(moved.id()).isEqualTo(ASKED.id());
    assertThat(moved.version()).isEqualTo(ASKED.version() + 1);
    assertThat(moved.items()).extracting(item -> item.range().start()).containsOnly(TEN.plus(HOUR));
    assertThat(moved.total().minorUnits()).isEqualTo(2 * ASKED.total().minorUnits());
    assertThat(moved.status()).isEqualTo(ASKED.status());
    assertThat(moved.awaiting()).isEqualTo(ASKED.awaiting());
    assertThat(moved.holdUntil()).isEqualTo(ASKED.holdUntil());
  }

  private static Booking moved(Booking booking, BookingFixtures.Draft to) {
    var move = new BookingMove(booking, to.draft().claims(), NOW);
    return move.take(List.of(List.of(1, 2))).booking();
  }

  @Test
  void aLiveHoldAndAFirmBookingCanBeMoved() {
    assertThat(HOLD.refuseMove(END_OF_HOLD.minus(MICRO))).isEmpty();
    assertThat(HOLD.refuseMove(END_OF_HOLD)).contains(new HoldExpired(HOLD.id()));
    assertThat(FIRM.refuseMove(TEN.plus(HOUR).minus(MICRO))).isEmpty();
    assertThat(FIRM.refuseMove(TEN.plus(HOUR)))
        .contains(new InvalidState(FIRM.id(), Status.COMPLETED));
  }

  /** Whatever can be done to a booking, apart from writing on it. */
  enum Verb {
    CONFIRM,
    EXTEND,
    APPROVE,
    DECLINE,
    CANCEL,
    CHECK_IN,
    COMPLETE,
    NO_SHOW;

    Outcome<Booking, BookingEvent> on(Booking booking, Instant now) {
      return switch (this) {
        case CONFIRM -> booking.confirm(now);
        case EXTEND -> booking.extend(TTL, now);
        case APPROVE -> booking.approve(now);
        case DECLINE -> booking.decline(null, now);
        case CANCEL -> booking.cancel(CancelledBy.VENUE, null, now);
        case CHECK_IN -> booking.checkIn(now);
        case COMPLETE -> booking.complete(now);
        case NO_SHOW -> booking.noShow(now);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsDoneToAHoldThatHasEndedWrittenDownOrNot(Verb verb) {
    var gone = accepted(ASKED.expire(END_OF_HOLD), BookingEvent.BookingExpired.class);
    assertThat(verb.on(gone, TEN)).isEqualTo(expired(gone));
    if (verb != Verb.COMPLETE) {
      assertThat(verb.on(ASKED, TEN)).isEqualTo(expired(ASKED));
    }
  }

  static Stream<Booking> ends() {
    return Stream.of(
        accepted(FIRM.cancel(CancelledBy.CUSTOMER, null, NOW), BookingCancelled.class),
        accepted(ASKED.decline(null, NOW), BookingDeclined.class),
        accepted(FIRM.noShow(TEN), BookingNoShow.class),
        accepted(FIRM.complete(TEN), BookingCompleted.class));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void whatHasEndedStaysAsItIs(Booking ended) {
    for (var verb : Verb.values()) {
      assertThat(verb.on(ended, TEN)).isIn(unchanged(ended), invalid(ended, ended.status()));
    }
    assertThat(Stream.of(Verb.values()).filter(verb -> verb.on(ended, TEN) instanceof Accepted))
        .as("it has happened already")
        .hasSize(1);
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
    return new Accepted<>(booking, List.of());
  }

  private static Rejected<Booking, BookingEvent> expired(Booking booking) {
    return new Rejected<>(new HoldExpired(booking.id()));
  }

  private static Rejected<Booking, BookingEvent> invalid(Booking booking, Status status) {
    return new Rejected<>(new InvalidState(booking.id(), status));
  }
}
