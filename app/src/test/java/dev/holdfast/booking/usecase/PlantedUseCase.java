package dev.holdfast.booking.usecase;

import dev.holdfast.resource.port.Venues;

/** Breaks the wall between contexts: others are reached through their use cases. */
public interface PlantedUseCase {
  Venues venues();
}
