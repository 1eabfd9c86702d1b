package dev.holdfast.booking;

import dev.holdfast.booking.BookingEvent.BookingApproved;
import dev.holdfast.booking.BookingEvent.BookingCancelled;
import dev.holdfast.booking.BookingEvent.BookingCheckedIn;
import dev.holdfast.booking.BookingEvent.BookingCompleted;
import dev.holdfast.booking.BookingEvent.BookingConfirmed;
import dev.holdfast.booking.BookingEvent.BookingDeclined;
import dev.holdfast.booking.BookingEvent.BookingExpired;
import dev.holdfast.booking.BookingEvent.BookingExtended;
import dev.holdfast.booking.BookingEvent.BookingNoShow;
import dev.holdfast.booking.BookingEvent.BookingNoted;
import dev.holdfast.booking.BookingEvent.BookingRescheduled;
import dev.holdfast.booking.BookingRejection.AwaitingApproval;
import dev.holdfast.booking.BookingRejection.AwaitingPayment;
import dev.holdfast.booking.BookingRejection.HoldExpired;
import dev.holdfast.booking.BookingRejection.HoldLimit;
import dev.holdfast.booking.BookingRejection.InvalidState;
import dev.holdfast.booking.BookingRejection.TooEarly;
import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One person's claim on one or more slots of one venue, with a life of its own. Immutable and pure:
 * time goes in, a new state and events come out, and each change raises the version by exactly 1.
 *
 * <p>Time changes a booking before anyone writes it down: a hold that has run out is treated as
 * expired and what is over as completed, by every verb, whether or not a sweep has been there.
 *
 * @param items by resource, start and unit
 * @param holdUntil until when the units are kept, by the database's clock; present exactly while
 *     the status is PENDING
 * @param awaiting what must still happen before it is confirmed; empty unless PENDING
 * @param extensions how often its hold has been extended, at most {@link #EXTENSIONS_MAX}
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
    int extensions,
    @Nullable Sealed note,
    @Nullable CancelledBy cancelledBy,
    @Nullable Sealed cancelReason,
    CancellationPolicy policy,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** How often a hold may be extended in all. */
  public static final int EXTENSIONS_MAX = 3;

  /** How long before the first start people may be checked in. */
  public static final Duration CHECK_IN_AHEAD = Duration.ofMinutes(30);

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

  /** When the first of its items begins. */
  public Instant start() {
    return items.stream()
        .map(item -> item.range().start())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** When the last of its items has ended. */
  public Instant end() {
    return items.stream()
        .map(item -> item.range().end())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Turns a live hold into a firm booking. A hold is live strictly before {@code holdUntil}. */
  public Outcome<Booking, BookingEvent> confirm(Instant now) {
    var standing = statusAt(now);
    if (standing == Status.CONFIRMED) {
      return unchanged();
    }
    if (standing != Status.PENDING) {
      return new Rejected<>(refusal(now));
    }
    if (awaiting.contains(Awaiting.APPROVAL)) {
      return new Rejected<>(new AwaitingApproval(id));
    }
    if (awaiting.contains(Awaiting.PAYMENT)) {
      return new Rejected<>(new AwaitingPayment(id));
    }
    var confirmed = next(now).status(Status.CONFIRMED).booking();
    return accepted(new BookingConfirmed(confirmed, now));
  }

  /**
   * Lets a live hold live on.
   *
   * @param length how long from now on, whatever was left of it
   */
  public Outcome<Booking, BookingEvent> extend(Duration length, Instant now) {
    if (statusAt(now) != Status.PENDING) {
      return new Rejected<>(refusal(now));
    }
    if (extensions >= EXTENSIONS_MAX) {
      return new Rejected<>(new HoldLimit(id));
    }
    var extended = next(now).extendedUntil(now.plus(length)).booking();
    return accepted(new BookingExtended(extended, now));
  }

  /** The venue agrees; what then awaits nothing more is confirmed by that. */
  public Outcome<Booking, BookingEvent> approve(Instant now) {
    var standing = statusAt(now);
    if (standing == Status.CONFIRMED) {
      return unchanged();
    }
    if (standing != Status.PENDING) {
      return new Rejected<>(refusal(now));
    }
    if (!awaiting.contains(Awaiting.APPROVAL)) {
      return unchanged();
    }
    var left = EnumSet.copyOf(awaiting);
    left.remove(Awaiting.APPROVAL);
    var approved = left.isEmpty() ? next(now).status(Status.CONFIRMED) : next(now).awaiting(left);
    return accepted(new BookingApproved(approved.booking(), now));
  }

  /** The venue refuses the approval that is awaited. */
  public Outcome<Booking, BookingEvent> decline(@Nullable Sealed reason, Instant now) {
    if (status == Status.DECLINED) {
      return unchanged();
    }
    if (statusAt(now) != Status.PENDING || !awaiting.contains(Awaiting.APPROVAL)) {
      return new Rejected<>(refusal(now));
    }
    var declined = next(now).status(Status.DECLINED).because(null, reason).booking();
    return accepted(new BookingDeclined(declined, now));
  }

  /** Gives the units back before the booking has begun to be used. */
  public Outcome<Booking, BookingEvent> cancel(
      CancelledBy by, @Nullable Sealed reason, Instant now) {
    if (status == Status.CANCELLED) {
      return unchanged();
    }
    if (refuseMove(now).isPresent()) {
      return new Rejected<>(refusal(now));
    }
    var cancelled = next(now).status(Status.CANCELLED).because(by, reason).booking();
    return accepted(new BookingCancelled(cancelled, now));
  }

  /** Why it cannot be given up or moved to other slots any more; empty while it can. */
  public Optional<BookingRejection> refuseMove(Instant now) {
    var standing = statusAt(now);
    return standing == Status.PENDING || standing == Status.CONFIRMED
        ? Optional.empty()
        : Optional.of(refusal(now));
  }

  /** On other items; what it waits for and until when stays as it is. */
  BookingRescheduled moved(List<BookingItem> items, Money total, Instant now) {
    return new BookingRescheduled(next(now).on(items, total).booking(), now);
  }

  /** The person is there: from {@link #CHECK_IN_AHEAD} before the start until the end. */
  public Outcome<Booking, BookingEvent> checkIn(Instant now) {
    var standing = statusAt(now);
    if (standing == Status.CHECKED_IN) {
      return unchanged();
    }
    if (standing != Status.CONFIRMED) {
      return new Rejected<>(refusal(now));
    }
    var opens = start().minus(CHECK_IN_AHEAD);
    if (now.isBefore(opens)) {
      return new Rejected<>(new TooEarly(id, opens));
    }
    var checkedIn = next(now).status(Status.CHECKED_IN).booking();
    return accepted(new BookingCheckedIn(checkedIn, now));
  }

  /** It has been used, from the start on. */
  public Outcome<Booking, BookingEvent> complete(Instant now) {
    if (status == Status.COMPLETED) {
      return unchanged();
    }
    if (status != Status.CONFIRMED && status != Status.CHECKED_IN) {
      return new Rejected<>(refusal(now));
    }
    if (now.isBefore(start())) {
      return new Rejected<>(new TooEarly(id, start()));
    }
    var completed = next(now).status(Status.COMPLETED).booking();
    return accepted(new BookingCompleted(completed, now));
  }

  /** Nobody came, which can be said from the start on until it is over. */
  public Outcome<Booking, BookingEvent> noShow(Instant now) {
    if (status == Status.NO_SHOW) {
      return unchanged();
    }
    if (statusAt(now) != Status.CONFIRMED) {
      return new Rejected<>(refusal(now));
    }
    if (now.isBefore(start())) {
      return new Rejected<>(new TooEarly(id, start()));
    }
    var missed = next(now).status(Status.NO_SHOW).booking();
    return accepted(new BookingNoShow(missed, now));
  }

  /**
   * With another note, or none; wherever it stands in its life.
   *
   * @param note not the one it has: of two sealed texts nobody here can tell whether they are one
   */
  public Outcome<Booking, BookingEvent> annotate(@Nullable Sealed note, Instant now) {
    return note == null && this.note == null
        ? unchanged()
        : accepted(new BookingNoted(next(now).note(note).booking(), now));
  }

  /** Ends a hold that has run out; anything else stays as it is. */
  public Outcome<Booking, BookingEvent> expire(Instant now) {
    if (status != Status.PENDING || statusAt(now) != Status.EXPIRED) {
      return unchanged();
    }
    return accepted(new BookingExpired(next(now).status(Status.EXPIRED).booking(), now));
  }

  /** Completes what is over; anything else stays as it is. */
  public Outcome<Booking, BookingEvent> finish(Instant now) {
    return statusAt(now) == Status.COMPLETED ? complete(now) : unchanged();
  }

  /** What time has made of it, whether or not that has been written down yet. */
  private Status statusAt(Instant now) {
    return switch (status) {
      case PENDING -> holdUntil != null && now.isBefore(holdUntil) ? status : Status.EXPIRED;
      case CONFIRMED, CHECKED_IN -> now.isBefore(end()) ? status : Status.COMPLETED;
      case COMPLETED, EXPIRED, DECLINED, CANCELLED, NO_SHOW -> status;
    };
  }

  private BookingRejection refusal(Instant now) {
    var standing = statusAt(now);
    return standing == Status.EXPIRED ? new HoldExpired(id) : new InvalidState(id, standing);
  }

  private Outcome<Booking, BookingEvent> unchanged() {
    return new Accepted<>(this, List.of());
  }

  private static Outcome<Booking, BookingEvent> accepted(BookingEvent event) {
    return new Accepted<>(event.booking(), List.of(event));
  }

  private NextBooking next(Instant now) {
    return new NextBooking(this, now);
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
        extensions,
        note,
        cancelledBy,
        cancelReason,
        policy,
        version,
        createdAt,
        updatedAt);
  }
}
