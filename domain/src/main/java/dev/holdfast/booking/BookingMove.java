package dev.holdfast.booking;

import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingEvent.BookingRescheduled;
import dev.holdfast.shared.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A booking on its way to other slots, which breaks no rule and only lacks its units: which of them
 * are free is decided where it is kept. The slots it leaves do not stand in its own way.
 *
 * @param booking as it was read; it may be moved from there
 * @param claims what it takes instead, in the order of the request; of the same venue
 */
public record BookingMove(Booking booking, List<Claim> claims, Instant at) {
  public BookingMove {
    claims = List.copyOf(claims);
    if (claims.isEmpty()) {
      throw new IllegalArgumentException("nowhere to go");
    }
  }

  /**
   * The booking on these units.
   *
   * @param units for each claim, in order, as many unit numbers as it asks for
   */
  public BookingRescheduled take(List<List<Integer>> units) {
    var items = new ArrayList<BookingItem>();
    for (var c = 0; c < claims.size(); c++) {
      items.addAll(claims.get(c).on(units.get(c)));
    }
    return booking.moved(items, total(), at);
  }

  private Money total() {
    return claims.stream()
        .flatMap(claim -> claim.prices().stream())
        .reduce(Money::plus)
        .orElseThrow();
  }
}
