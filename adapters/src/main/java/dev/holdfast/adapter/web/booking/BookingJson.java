package dev.holdfast.adapter.web.booking;

import dev.holdfast.booking.Awaiting;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.Status;
import dev.holdfast.shared.MoneyFacts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A booking as clients see it; the order of the fields is that of the contract. */
public record BookingJson(
    UUID id,
    UUID venueId,
    UUID userId,
    Status status,
    List<Item> items,
    MoneyFacts total,
    @Nullable Instant holdUntil,
    Set<Awaiting> awaiting,
    @Nullable String note,
    @Nullable CancelledBy cancelledBy,
    @Nullable String cancelReason,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** One item. */
  public record Item(
      UUID id,
      UUID resourceId,
      int unit,
      Instant start,
      Instant end,
      MoneyFacts price,
      Status status) {
    static Item of(BookingFacts.Item item) {
      return new Item(
          item.id(),
          item.resourceId(),
          item.unit(),
          item.start(),
          item.end(),
          item.price(),
          item.status());
    }
  }

  public static BookingJson of(BookingView view) {
    var facts = view.facts();
    return new BookingJson(
        facts.id(),
        facts.venueId(),
        facts.userId(),
        facts.status(),
        facts.items().stream().map(Item::of).toList(),
        facts.total(),
        facts.holdUntil(),
        facts.awaiting(),
        view.note(),
        facts.cancelledBy(),
        view.cancelReason(),
        facts.version(),
        facts.createdAt(),
        facts.updatedAt());
  }
}
