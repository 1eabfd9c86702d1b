package dev.holdfast.booking;

import reactor.core.publisher.Mono;

/** Breaks the wall around the model: a model waits for nothing. */
public final class PlantedModel {
  public Mono<String> waits() {
    return Mono.empty();
  }
}
