package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingRejection.InvalidInterval;
import dev.holdfast.booking.BookingRejection.ItemRefused;
import dev.holdfast.booking.BookingRejection.ItemsRefused;
import dev.holdfast.booking.BookingRejection.MixedVenues;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.BookableRejection;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns requested items into claims that break no rule, or refuses them by the first that they
 * break in the order of the contract; pure.
 */
final class Claims {
  private final List<BookSlots.Item> items;
  private final Map<ResourceId, Bookable> bookables;
  private final Instant now;

  /**
   * @param bookables every resource of the items
   */
  Claims(List<BookSlots.Item> items, Map<ResourceId, Bookable> bookables, Instant now) {
    this.items = items;
    this.bookables = bookables;
    this.now = now;
  }

  /** The one venue of all the items. */
  Venue venue() {
    var venue = bookable(items.getFirst()).venue();
    for (var bookable : bookables.values()) {
      if (!bookable.venue().id().equals(venue.id())) {
        throw new RejectedException(new MixedVenues());
      }
    }
    return venue;
  }

  /** What is claimed, all of it of this venue. */
  List<Claim> in(VenueId venue) {
    if (!venue().id().equals(venue)) {
      throw new RejectedException(new MixedVenues());
    }
    checkItems();
    return claims();
  }

  private void checkItems() {
    var refused = new ArrayList<ItemRefused>();
    for (var place = 0; place < items.size(); place++) {
      refuse(place, items.get(place)).ifPresent(refused::add);
    }
    if (!refused.isEmpty()) {
      refused.sort(Comparator.comparingInt(item -> rank(item.reason())));
      throw new RejectedException(new ItemsRefused(refused));
    }
  }

  private Optional<ItemRefused> refuse(int place, BookSlots.Item item) {
    if (!item.start().isBefore(item.end())) {
      return Optional.of(new ItemRefused(place, new InvalidInterval()));
    }
    return bookable(item)
        .refuse(range(item), item.units(), now)
        .map(reason -> new ItemRefused(place, reason));
  }

  private static int rank(Rejection reason) {
    return reason instanceof BookableRejection rule ? rule.rank() : -1;
  }

  private List<Claim> claims() {
    var claims = new ArrayList<Claim>();
    for (var place = 0; place < items.size(); place++) {
      var item = items.get(place);
      var bookable = bookable(item);
      var range = range(item);
      var prices = new ArrayList<Money>(item.units());
      for (var unit = 0; unit < item.units(); unit++) {
        prices.add(bookable.priceOfUnit(range, unit == 0));
      }
      claims.add(
          new Claim(
              place,
              item.resource(),
              range,
              bookable.occupied(range),
              prices,
              bookable.resource().capacity()));
    }
    return claims;
  }

  private Bookable bookable(BookSlots.Item item) {
    return Objects.requireNonNull(bookables.get(item.resource()));
  }

  private static TimeRange range(BookSlots.Item item) {
    return new TimeRange(item.start(), item.end());
  }
}
