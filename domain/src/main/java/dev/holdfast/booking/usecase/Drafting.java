package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Awaiting;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingRejection.InvalidInterval;
import dev.holdfast.booking.BookingRejection.ItemRefused;
import dev.holdfast.booking.BookingRejection.ItemsRefused;
import dev.holdfast.booking.BookingRejection.MixedVenues;
import dev.holdfast.booking.BookingRejection.TotalMismatch;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.BookableRejection;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Venue;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns a request into a draft that breaks no rule, or refuses it; pure. */
final class Drafting {
  private final BookSlots command;
  private final Map<ResourceId, Bookable> bookables;
  private final Instant now;

  /**
   * @param bookables every resource of the request
   */
  Drafting(BookSlots command, Map<ResourceId, Bookable> bookables, Instant now) {
    this.command = command;
    this.bookables = bookables;
    this.now = now;
  }

  /** The draft; rejected by the first rule, in the order of the contract, that is broken. */
  BookingDraft draft(BookingId id, @Nullable Sealed note) {
    var venue = oneVenue();
    checkItems();
    var claims = claims();
    var awaiting = awaiting(claims);
    var draft =
        new BookingDraft(
            id,
            venue.id(),
            command.actor().requireUserId(),
            claims,
            venue.currency(),
            awaiting.isEmpty() ? null : now.plus(venue.holdTtl()),
            awaiting,
            note,
            venue.cancellationPolicy(),
            now);
    var expected = command.expectedTotal();
    if (expected != null && !expected.equals(draft.total())) {
      throw new RejectedException(new TotalMismatch(expected, draft.total()));
    }
    return draft;
  }

  private Venue oneVenue() {
    var venues = bookables.values().stream().map(Bookable::venue).toList();
    if (venues.stream().map(Venue::id).distinct().count() > 1) {
      throw new RejectedException(new MixedVenues());
    }
    return venues.getFirst();
  }

  private void checkItems() {
    var refused =
        IntStream.range(0, command.items().size())
            .mapToObj(place -> refuse(place, command.items().get(place)))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingInt(item -> rank(item.reason())))
            .toList();
    if (!refused.isEmpty()) {
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
    for (var place = 0; place < command.items().size(); place++) {
      var item = command.items().get(place);
      var bookable = bookable(item);
      var range = range(item);
      var prices =
          IntStream.range(0, item.units())
              .mapToObj(unit -> bookable.priceOfUnit(range, unit == 0))
              .toList();
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

  private Set<Awaiting> awaiting(List<Claim> claims) {
    var awaiting = EnumSet.noneOf(Awaiting.class);
    if (command.hold()) {
      awaiting.add(Awaiting.CONFIRMATION);
    }
    if (bookables.values().stream().anyMatch(one -> one.resource().approvalRequired())) {
      awaiting.add(Awaiting.APPROVAL);
    }
    var costs =
        claims.stream().flatMap(claim -> claim.prices().stream()).anyMatch(Drafting::isPositive);
    if (costs && bookables.values().stream().anyMatch(one -> one.resource().paymentRequired())) {
      awaiting.add(Awaiting.PAYMENT);
    }
    return awaiting;
  }

  private static boolean isPositive(Money money) {
    return money.minorUnits() > 0;
  }

  private Bookable bookable(BookSlots.Item item) {
    return Objects.requireNonNull(bookables.get(item.resource()));
  }

  private static TimeRange range(BookSlots.Item item) {
    return new TimeRange(item.start(), item.end());
  }
}
