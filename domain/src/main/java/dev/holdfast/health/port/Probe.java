package dev.holdfast.health.port;

import reactor.core.publisher.Mono;

/** Asks one thing we depend on whether it is there. */
public interface Probe {
  /** As it is called in answers: {@code database}, {@code redis}, {@code mongodb}. */
  String name();

  /** Whether no booking can be taken without it. */
  default boolean isVital() {
    return false;
  }

  /** Asks; may fail or wait instead of answering false. */
  Mono<Boolean> isUp();
}
