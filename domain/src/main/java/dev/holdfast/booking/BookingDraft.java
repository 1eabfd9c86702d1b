package dev.holdfast.booking;

import dev.holdfast.booking.BookingEvent.BookingCreated;
import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A booking that breaks no rule and only lacks its units: which of them are free is decided where
 * it is kept.
 *
 * @param claims what it takes, in the order of the request
 * @param holdUntil until when it keeps its units unless it is confirmed; absent for a booking that
 *     is firm at once
 * @param awaiting what must happen before it is firm; empty exactly where {@code holdUntil} is
 *     absent
 */
public record BookingDraft(
    BookingId id,
    VenueId venue,
    UserId user,
    List<Claim> claims,
    Currency currency,
    @Nullable Instant holdUntil,
    Set<Awaiting> awaiting,
    @Nullable Sealed note,
    CancellationPolicy policy,
    Instant at) {

  public BookingDraft {
    claims = List.copyOf(claims);
    awaiting = Set.copyOf(awaiting);
    if (claims.isEmpty() || awaiting.isEmpty() != (holdUntil == null)) {
      throw new IllegalArgumentException(claims + " " + awaiting + " " + holdUntil);
    }
  }

  /**
   * Some units of a resource for a stretch of time.
   *
   * @param item the place in the request that this answers, from 0
   * @param prices one per unit, the first unit's first; never empty
   * @param capacity how many units the resource has
   */
  public record Claim(
      int item,
      ResourceId resource,
      TimeRange range,
      TimeRange occupied,
      List<Money> prices,
      int capacity) {
    public Claim {
      prices = List.copyOf(prices);
    }

    public int units() {
      return prices.size();
    }

    /** The items on these units, of which there are as many as are asked for. */
    List<BookingItem> on(List<Integer> units) {
      return IntStream.range(0, units())
          .mapToObj(
              unit ->
                  new BookingItem(
                      Ids.next(), resource, units.get(unit), range, occupied, prices.get(unit)))
          .toList();
    }
  }

  /**
   * The booking that takes these units.
   *
   * @param units for each claim, in order, as many unit numbers as it asks for
   */
  public BookingCreated take(List<List<Integer>> units) {
    var items = new ArrayList<BookingItem>();
    for (var c = 0; c < claims.size(); c++) {
      items.addAll(claims.get(c).on(units.get(c)));
    }
    var status = holdUntil == null ? Status.CONFIRMED : Status.PENDING;
    return new BookingCreated(
        new Booking(
            id, venue, user, status, items, total(), holdUntil, awaiting, 0, note, null, null,
            policy, 1, at, at),
        at);
  }

  /** The price of everything together. */
  public Money total() {
    return claims.stream()
        .flatMap(claim -> claim.prices().stream())
        .reduce(Money.zero(currency), Money::plus);
  }
}
