package dev.holdfast.booking;

import dev.holdfast.shared.MoneyFacts;
import dev.holdfast.shared.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A booking in plain values: the form in which its events, its cached reads and its public
 * representation carry it. The field names are part of the contract with clients; personal text is
 * still sealed.
 */
public record BookingFacts(
    UUID id,
    UUID venueId,
    UUID userId,
    Status status,
    List<Item> items,
    MoneyFacts total,
    @Nullable Instant holdUntil,
    Set<Awaiting> awaiting,
    @Nullable Sealed note,
    @Nullable CancelledBy cancelledBy,
    @Nullable Sealed cancelReason,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** One item, see {@link BookingItem}. */
  public record Item(
      UUID id,
      UUID resourceId,
      int unit,
      Instant start,
      Instant end,
      MoneyFacts price,
      Status status) {}

  /** The booking in plain values. */
  public static BookingFacts of(Booking booking) {
    return new BookingFacts(
        booking.id().value(),
        booking.venue().value(),
        booking.user().value(),
        booking.status(),
        booking.items().stream().map(item -> item(item, booking.status())).toList(),
        MoneyFacts.of(booking.total()),
        booking.holdUntil(),
        booking.awaiting(),
        booking.note(),
        booking.cancelledBy(),
        booking.cancelReason(),
        booking.version(),
        booking.createdAt(),
        booking.updatedAt());
  }

  private static Item item(BookingItem item, Status status) {
    return new Item(
        item.id(),
        item.resource().value(),
        item.unit(),
        item.range().start(),
        item.range().end(),
        MoneyFacts.of(item.price()),
        status);
  }
}
