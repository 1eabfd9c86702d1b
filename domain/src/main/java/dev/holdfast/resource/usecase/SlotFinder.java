package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.ResourceRejection.SlotLength;
import dev.holdfast.resource.ResourceRejection.TooManySlots;
import dev.holdfast.resource.Slot;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Occupancy;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import reactor.core.publisher.Mono;

/** Answers when a resource is free. */
public final class SlotFinder {
  /** So many slots fit into one answer: a minute's grid for a week, nearly. */
  public static final int SLOTS_MAX = 10_000;

  /** So far ahead the search for a few slots looks, counted in slots that the rules allow. */
  private static final int SOONEST_EXAMINED_MAX = 2_000;

  private final Bookables bookables;
  private final Occupancy occupancy;
  private final InstantSource clock;

  public SlotFinder(Bookables bookables, Occupancy occupancy, InstantSource clock) {
    this.bookables = bookables;
    this.occupancy = occupancy;
    this.clock = clock;
  }

  /**
   * All free slots, by start.
   *
   * @return rejected as not found, as {@link SlotLength}, or as {@link TooManySlots}
   */
  public Mono<List<Slot>> find(FindSlots query) {
    return bookables
        .find(query.resource())
        .switchIfEmpty(Mono.error(() -> new RejectedException(new NotFound())))
        .flatMap(bookable -> all(bookable, query));
  }

  private Mono<List<Slot>> all(Bookable bookable, FindSlots query) {
    var resource = bookable.resource();
    var length = query.lengthOr(resource.minDuration());
    if (length.compareTo(resource.minDuration()) < 0
        || length.compareTo(resource.maxDuration()) > 0) {
      return Mono.error(
          new RejectedException(new SlotLength(resource.minDuration(), resource.maxDuration())));
    }
    var offer = bookable.slots(query.within(), length, clock.instant(), SLOTS_MAX);
    return offer.isComplete()
        ? free(bookable, offer.slots())
        : Mono.error(new RejectedException(new TooManySlots(SLOTS_MAX)));
  }

  /**
   * The soonest slots inside a range with so many units free; none when there is no such resource
   * or its rules do not allow the length.
   *
   * @param limit at most this many; fewer are found where thousands in a row are taken
   */
  Mono<List<Slot>> soonest(
      ResourceId resource, TimeRange within, Duration length, int units, int limit) {
    return bookables
        .find(resource)
        .flatMap(
            bookable ->
                free(
                    bookable,
                    bookable.slots(within, length, clock.instant(), SOONEST_EXAMINED_MAX).slots()))
        .map(
            slots -> slots.stream().filter(slot -> slot.unitsFree() >= units).limit(limit).toList())
        .defaultIfEmpty(List.of());
  }

  private Mono<List<Slot>> free(Bookable bookable, List<TimeRange> slots) {
    if (slots.isEmpty()) {
      return Mono.just(List.of());
    }
    var hull = new TimeRange(slots.getFirst().start(), slots.getLast().end());
    var resource = bookable.resource();
    return occupancy
        .taken(resource.venueId(), resource.id(), bookable.occupied(hull))
        .map(taken -> FreeUnits.of(bookable, slots, taken));
  }
}
