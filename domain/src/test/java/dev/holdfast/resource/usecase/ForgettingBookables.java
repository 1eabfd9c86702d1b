package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Resources;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Remembers nothing but what it was told to forget. */
final class ForgettingBookables implements Bookables {
  private final Resources resources;
  private final List<Object> forgotten = new CopyOnWriteArrayList<>();

  ForgettingBookables(Resources resources) {
    this.resources = resources;
  }

  List<Object> forgotten() {
    return List.copyOf(forgotten);
  }

  @Override
  public Mono<Bookable> find(ResourceId id) {
    return resources.find(id);
  }

  @Override
  public void forget(ResourceId resource) {
    forgotten.add(resource);
  }

  @Override
  public void forget(VenueId venue) {
    forgotten.add(venue);
  }
}
