package dev.holdfast.shared.bus;

import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Carries a query to its one handler, once the actor's role has been found to allow it. */
public final class QueryBus {
  private final Handlers handlers;

  public QueryBus(Around around) {
    handlers = new Handlers(around);
  }

  /** Binds a type of query with one answer to its handler; a second handler for it is refused. */
  public <R, Q extends Query<R>> QueryBus handle(Class<Q> type, Function<Q, Mono<R>> handler) {
    handlers.add(type, handler);
    return this;
  }

  /** Binds a type of query that is answered by a stream. */
  public <R, Q extends Query<R>> QueryBus handleStream(
      Class<Q> type, Function<Q, Flux<R>> handler) {
    handlers.add(type, handler);
    return this;
  }

  /** The one answer; rejected as forbidden when the actor's role does not allow the question. */
  public <R> Mono<R> ask(Query<R> query) {
    return handlers.one(query);
  }

  /** The answers as they come; rejected as forbidden when the actor's role does not allow it. */
  public <R> Flux<R> stream(Query<R> query) {
    return handlers.many(query);
  }

  /** The queries that have a handler, for the check at start-up. */
  public Set<Class<?>> handled() {
    return handlers.types();
  }
}
