package dev.holdfast.shared.bus;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What crosses all use cases: timing, counting, tracing. Called once per message, on subscription.
 */
public interface Around {
  /** Nothing around the work. */
  Around NOTHING = new Around() {};

  /** The work of a message that has one answer. */
  default <R> Mono<R> one(Message message, Mono<R> work) {
    return work;
  }

  /** The work of a message that has many answers. */
  default <R> Flux<R> many(Message message, Flux<R> work) {
    return work;
  }
}
