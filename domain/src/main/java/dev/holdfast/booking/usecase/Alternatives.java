package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Slot;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.Flights;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What to offer instead of a slot that is taken: the next stretches of the same length in which
 * every item that found no unit could be had. A hint, not a promise.
 */
final class Alternatives {
  private static final int OFFERED = 3;

  /** Looked at per item, so that the items' free times have a chance to meet. */
  private static final int CANDIDATES = 50;

  private static final Duration AHEAD = Duration.ofDays(7);

  private final Catalogue catalogue;
  private final Flights<Wanted, List<TimeRange>> looks = new Flights<>();

  Alternatives(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The same refusal with alternatives; without any when looking for them fails. */
  Mono<SlotTaken> to(SlotTaken taken, List<BookSlots.Item> wanted) {
    if (taken.conflicts().isEmpty()) {
      return Mono.just(taken);
    }
    var first = taken.conflicts().getFirst().range();
    return Flux.fromIterable(taken.conflicts())
        .filter(conflict -> conflict.range().equals(first))
        .concatMap(conflict -> free(conflict, wanted))
        .reduce(Alternatives::common)
        .map(ranges -> ranges.stream().limit(OFFERED).toList())
        .map(offered -> new SlotTaken(taken.conflicts(), offered))
        .onErrorReturn(taken);
  }

  /** Of a stampede that has lost, one looks for all. */
  private Mono<List<TimeRange>> free(Conflict conflict, List<BookSlots.Item> items) {
    var units = items.get(conflict.item()).units();
    var wanted = new Wanted(conflict.resource(), conflict.range(), units);
    return looks.join(wanted, () -> look(wanted));
  }

  private Mono<List<TimeRange>> look(Wanted wanted) {
    var start = wanted.range.start();
    return catalogue
        .freeSlots(
            wanted.resource,
            new TimeRange(start, start.plus(AHEAD)),
            wanted.range.length(),
            wanted.units,
            CANDIDATES)
        .map(slots -> slots.stream().map(Slot::range).toList());
  }

  private record Wanted(ResourceId resource, TimeRange range, int units) {}

  private static List<TimeRange> common(List<TimeRange> one, List<TimeRange> other) {
    Set<TimeRange> also = other.stream().collect(Collectors.toSet());
    return one.stream().filter(also::contains).toList();
  }
}
