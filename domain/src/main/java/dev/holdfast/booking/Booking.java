package dev.holdfast.booking;

import dev.holdfast.booking.BookingEvent.BookingCancelled;
import dev.holdfast.booking.BookingEvent.BookingConfirmed;
import dev.holdfast.booking.BookingEvent.BookingExpired;
import dev.holdfast.booking.BookingRejection.AwaitingApproval;
import dev.holdfast.booking.BookingRejection.AwaitingPayment;
import dev.holdfast.booking.BookingRejection.HoldExpired;
import dev.holdfast.booking.BookingRejection.InvalidState;
import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One person's claim on one or more slots of one venue, with a life of its own. Immutable and pure:
 * time goes in, a new state and events come out, and each change raises the version by exactly 1.
 *
 * @param items by resource, start and unit
 * @param holdUntil until when the units are kept, by the database's clock; present exactly while
 *     the status is PENDING
 * @param awaiting what must still happen before it is confirmed; empty unless PENDING
 * @param policy what cancelling gives back, as it was when the booking was made
 */
public record Booking(
    BookingId id,
    VenueId venue,
    UserId user,
    Status status,
    List<BookingItem> items,
    Money total,
    @Nullable Instant holdUntil,
    Set<Awaiting> awaiting,
    @Nullable Sealed note,
    @Nullable CancelledBy cancelledBy,
    @Nullable Sealed cancelReason,
    CancellationPolicy policy,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** One order for items everywhere: two writers never wait for each other in a ring. */
  public static final Comparator<BookingItem> ITEM_ORDER =
      Comparator.comparing((BookingItem item) -> item.resource().value())
          .thenComparing(item -> item.range().start())
          .thenComparingInt(BookingItem::unit);

  public Booking {
    items = items.stream().sorted(ITEM_ORDER).toList();
    awaiting = Collections.unmodifiableSet(new TreeSet<>(awaiting));
    if ((status == Status.PENDING) != (holdUntil != null)) {
      throw new IllegalArgumentException(status + " with holdUntil " + holdUntil);
    }
  }

  /** Turns a live hold into a firm booking. A hold is live strictly before {@code holdUntil}. */
  public Outcome<Booking, BookingEvent> confirm(Instant now) {
    if (status == Status.CONFIRMED) {
      return unchanged();
    }
    if (hasLapsed(now)) {
      return new Rejected<>(new HoldExpired(id));
    }
    if (status != Status.PENDING) {
      return new Rejected<>(new InvalidState(id, status));
    }
    if (awaiting.contains(Awaiting.APPROVAL)) {
      return new Rejected<>(new AwaitingApproval(id));
    }
    if (awaiting.contains(Awaiting.PAYMENT)) {
      return new Rejected<>(new AwaitingPayment(id));
    }
    var confirmed = next(Status.CONFIRMED, now);
    return new Accepted<>(confirmed, List.of(new BookingConfirmed(confirmed, now)));
  }

  /** Gives the units back before the booking has begun to be used. */
  public Outcome<Booking, BookingEvent> cancel(
      CancelledBy by, @Nullable Sealed reason, Instant now) {
    if (status == Status.CANCELLED) {
      return unchanged();
    }
    if (hasLapsed(now)) {
      return new Rejected<>(new HoldExpired(id));
    }
    if (status != Status.PENDING && status != Status.CONFIRMED) {
      return new Rejected<>(new InvalidState(id, status));
    }
    var cancelled = next(Status.CANCELLED, now).cancelled(by, reason);
    return new Accepted<>(cancelled, List.of(new BookingCancelled(cancelled, now)));
  }

  /** Ends a hold that has run out; anything else stays as it is. */
  public Outcome<Booking, BookingEvent> expire(Instant now) {
    if (status != Status.PENDING || !hasLapsed(now)) {
      return unchanged();
    }
    var expired = next(Status.EXPIRED, now);
    return new Accepted<>(expired, List.of(new BookingExpired(expired, now)));
  }

  private boolean hasLapsed(Instant now) {
    return status == Status.EXPIRED || (holdUntil != null && !now.isBefore(holdUntil));
  }

  private Outcome<Booking, BookingEvent> unchanged() {
    return new Accepted<>(this, List.of());
  }

  /** The same booking with these items. */
  public Booking withItems(List<BookingItem> items) {
    return new Booking(
        id,
        venue,
        user,
        status,
        items,
        total,
        holdUntil,
        awaiting,
        note,
        cancelledBy,
        cancelReason,
        policy,
        version,
        createdAt,
        updatedAt);
  }

  /** The same booking one version on; what belongs to a hold is over. */
  private Booking next(Status next, Instant now) {
    return new Booking(
        id,
        venue,
        user,
        next,
        items,
        total,
        null,
        Set.of(),
        note,
        cancelledBy,
        cancelReason,
        policy,
        version + 1,
        createdAt,
        now);
  }

  private Booking cancelled(CancelledBy by, @Nullable Sealed reason) {
    return new Booking(
        id, venue, user, status, items, total, holdUntil, awaiting, note, by, reason, policy,
        version, createdAt, updatedAt);
  }
}
