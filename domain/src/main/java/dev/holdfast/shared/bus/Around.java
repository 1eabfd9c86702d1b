package dev.holdfast.shared.bus;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What crosses all use cases: timing, counting, tracing. Called once per message, on subscription.
 */
public interface Around {
  /** Nothing around the work. */
  Around NOTHING = new Around() {};

  /** Both around the work, this one outside. */
  default Around with(Around inner) {
    var outer = this;
    return new Around() {
      @Override
      public <R> Mono<R> one(Message message, Mono<R> work) {
        return outer.one(message, inner.one(message, work));
      }

      @Override
      public <R> Flux<R> many(Message message, Flux<R> work) {
        return outer.many(message, inner.many(message, work));
      }
    };
  }

  /** The work of a message that has one answer. */
  default <R> Mono<R> one(Message message, Mono<R> work) {
    return work;
  }

  /** The work of a message that has many answers. */
  default <R> Flux<R> many(Message message, Flux<R> work) {
    return work;
  }
}
