package dev.holdfast.booking;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.util.List;

/** Every "no" that is about bookings. */
public sealed interface BookingRejection extends Rejection {
  /** The items belong to more than one venue. */
  record MixedVenues() implements BookingRejection {}

  /** An item's end is not after its start. */
  record InvalidInterval() implements BookingRejection {}

  /**
   * Items break rules: each one the first that it breaks.
   *
   * @param items those of the earliest rule first, then in the order of the request; never empty
   */
  record ItemsRefused(List<ItemRefused> items) implements BookingRejection {
    public ItemsRefused {
      items = List.copyOf(items);
    }
  }

  /**
   * What is wrong with one item.
   *
   * @param item its place in the request, from 0
   * @param reason an {@link InvalidInterval} or a rule of its resource
   */
  record ItemRefused(int item, Rejection reason) {}

  /** What the client reckons with is not what it costs. */
  record TotalMismatch(Money expected, Money actual) implements BookingRejection {}

  /**
   * Someone else has a unit that is needed, or the booking stands in its own way.
   *
   * @param conflicts the items that found no free unit, in the order of the request
   * @param alternatives when the whole request would be possible instead: ranges of its first
   *     conflicting item, the soonest first; may be empty
   */
  record SlotTaken(List<Conflict> conflicts, List<TimeRange> alternatives)
      implements BookingRejection {
    public SlotTaken {
      conflicts = List.copyOf(conflicts);
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * An item for which there is no free unit.
   *
   * @param item its place in the request, from 0
   */
  record Conflict(int item, ResourceId resource, TimeRange range) {}

  /** Its hold has been extended as often as holds may be. */
  record HoldLimit(BookingId booking) implements BookingRejection {}

  /**
   * Its time has not come yet.
   *
   * @param from when it will have
   */
  record TooEarly(BookingId booking, Instant from) implements BookingRejection {}

  record HoldExpired(BookingId booking) implements BookingRejection {}

  /** Not from this status. */
  record InvalidState(BookingId booking, Status status) implements BookingRejection {}

  record AwaitingApproval(BookingId booking) implements BookingRejection {}

  record AwaitingPayment(BookingId booking) implements BookingRejection {}

  /** The key has been used for another request. */
  record KeyReused() implements BookingRejection {}

  /** A request with this key is still under way. */
  record RequestInProgress() implements BookingRejection {}
}
