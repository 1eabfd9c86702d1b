package dev.holdfast.booking;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueFacts;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.MoneyFacts;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A booking in plain values: the form in which its events, its cached reads and its public
 * representation carry it. The field names are part of the contract with clients; personal text is
 * still sealed.
 *
 * <p>It holds everything of the booking, so that the event store alone can tell what a booking was
 * at each version. What clients do not see is absent in what was written before it was kept.
 *
 * @param extensions not for clients
 * @param cancellationPolicy not for clients
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
    @Nullable Integer extensions,
    @Nullable Sealed note,
    @Nullable CancelledBy cancelledBy,
    @Nullable Sealed cancelReason,
    VenueFacts.@Nullable Policy cancellationPolicy,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * One item, see {@link BookingItem}.
   *
   * @param occupied not for clients; absent where it is the item's own range
   */
  public record Item(
      UUID id,
      UUID resourceId,
      int unit,
      Instant start,
      Instant end,
      MoneyFacts price,
      Status status,
      @Nullable TimeRange occupied) {}

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
        booking.extensions(),
        booking.note(),
        booking.cancelledBy(),
        booking.cancelReason(),
        VenueFacts.Policy.of(booking.policy()),
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
        status,
        item.occupied().equals(item.range()) ? null : item.occupied());
  }

  /**
   * The booking whose facts these are.
   *
   * @throws IllegalStateException when they were written before all of it was kept
   */
  public Booking booking() {
    if (extensions == null || cancellationPolicy == null) {
      throw new IllegalStateException("the facts of " + id + " are not all there");
    }
    return new Booking(
        new BookingId(id),
        new VenueId(venueId),
        new UserId(userId),
        status,
        items.stream().map(BookingFacts::item).toList(),
        total.money(),
        holdUntil,
        awaiting,
        extensions,
        note,
        cancelledBy,
        cancelReason,
        cancellationPolicy.policy(),
        version,
        createdAt,
        updatedAt);
  }

  private static BookingItem item(Item item) {
    var range = new TimeRange(item.start(), item.end());
    return new BookingItem(
        item.id(),
        new ResourceId(item.resourceId()),
        item.unit(),
        range,
        item.occupied() == null ? range : item.occupied(),
        item.price().money());
  }

  /**
   * The booking that is left by what has happened to it.
   *
   * @param told the facts of all of its events, from the first version on without a gap
   */
  public static Booking rebuilt(List<BookingFacts> told) {
    for (var version = 1; version <= told.size(); version++) {
      if (told.get(version - 1).version() != version) {
        throw new IllegalStateException("version " + version + " is missing");
      }
    }
    return told.getLast().booking();
  }
}
