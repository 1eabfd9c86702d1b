package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.resource.Slot;
import dev.holdfast.resource.usecase.Catalogue;
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

  private Mono<List<TimeRange>> free(Conflict conflict, List<BookSlots.Item> wanted) {
    var start = conflict.range().start();
    return catalogue
        .freeSlots(
            conflict.resource(),
            new TimeRange(start, start.plus(AHEAD)),
            conflict.range().length(),
            wanted.get(conflict.item()).units(),
            CANDIDATES)
        .map(slots -> slots.stream().map(Slot::range).toList());
  }

  private static List<TimeRange> common(List<TimeRange> one, List<TimeRange> other) {
    Set<TimeRange> also = other.stream().collect(Collectors.toSet());
    return one.stream().filter(also::contains).toList();
  }
}
