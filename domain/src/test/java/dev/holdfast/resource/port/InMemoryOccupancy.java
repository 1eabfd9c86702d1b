package dev.holdfast.resource.port;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.TimeRange;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** What is taken, in memory. */
public final class InMemoryOccupancy implements Occupancy {
  private final ConcurrentMap<ResourceId, List<Taken>> taken = new ConcurrentHashMap<>();

  /** From now on the unit is taken. */
  public void take(ResourceId resource, int unit, TimeRange occupied) {
    taken
        .computeIfAbsent(resource, _ -> new CopyOnWriteArrayList<>())
        .add(new Taken(unit, occupied));
  }

  @Override
  public Mono<List<Taken>> taken(VenueId venue, ResourceId resource, TimeRange within) {
    return Mono.fromSupplier(
        () ->
            taken.getOrDefault(resource, List.of()).stream()
                .filter(each -> each.occupied().overlaps(within))
                .sorted(
                    Comparator.comparing((Taken each) -> each.occupied().start())
                        .thenComparingInt(Taken::unit))
                .toList());
  }
}
