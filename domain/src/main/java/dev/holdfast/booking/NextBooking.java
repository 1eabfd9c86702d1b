package dev.holdfast.booking;

import dev.holdfast.shared.Money;
import dev.holdfast.shared.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A booking one version on, said step by step: only what is said becomes different. */
final class NextBooking {
  private final Booking last;
  private final Instant now;
  private Status status;
  private List<BookingItem> items;
  private Money total;
  private @Nullable Instant holdUntil;
  private Set<Awaiting> awaiting;
  private int extensions;
  private @Nullable Sealed note;
  private @Nullable CancelledBy cancelledBy;
  private @Nullable Sealed cancelReason;

  NextBooking(Booking last, Instant now) {
    this.last = last;
    this.now = now;
    status = last.status();
    items = last.items();
    total = last.total();
    holdUntil = last.holdUntil();
    awaiting = last.awaiting();
    extensions = last.extensions();
    note = last.note();
    cancelledBy = last.cancelledBy();
    cancelReason = last.cancelReason();
  }

  /** No hold any more; what belongs to a hold is over. */
  NextBooking status(Status status) {
    this.status = status;
    holdUntil = null;
    awaiting = Set.of();
    return this;
  }

  NextBooking awaiting(Set<Awaiting> awaiting) {
    this.awaiting = awaiting;
    return this;
  }

  NextBooking extendedUntil(Instant until) {
    holdUntil = until;
    extensions++;
    return this;
  }

  NextBooking on(List<BookingItem> items, Money total) {
    this.items = items;
    this.total = total;
    return this;
  }

  NextBooking note(@Nullable Sealed note) {
    this.note = note;
    return this;
  }

  NextBooking because(@Nullable CancelledBy by, @Nullable Sealed reason) {
    cancelledBy = by;
    cancelReason = reason;
    return this;
  }

  Booking booking() {
    return new Booking(
        last.id(),
        last.venue(),
        last.user(),
        status,
        items,
        total,
        holdUntil,
        awaiting,
        extensions,
        note,
        cancelledBy,
        cancelReason,
        last.policy(),
        last.version() + 1,
        last.createdAt(),
        now);
  }
}
