package dev.holdfast.shared.bus;

import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.RejectedException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table behind a bus: message type to its one handler, with the permission check in front. */
final class Handlers {
  private final Map<Class<?>, Function<Message, Publisher<?>>> byType = new ConcurrentHashMap<>();
  private final Around around;

  Handlers(Around around) {
    this.around = around;
  }

  <M extends Message> void add(Class<M> type, Function<M, ? extends Publisher<?>> handler) {
    if (byType.putIfAbsent(type, message -> handler.apply(type.cast(message))) != null) {
      throw new IllegalStateException(type.getName() + " has two handlers");
    }
  }

  Set<Class<?>> types() {
    return Set.copyOf(byType.keySet());
  }

  @SuppressWarnings("unchecked") // add() bound the answer's type to the message's
  <R> Mono<R> one(Message message) {
    return Mono.defer(() -> around.one(message, (Mono<R>) handle(message)));
  }

  @SuppressWarnings("unchecked") // as above
  <R> Flux<R> many(Message message) {
    return Flux.defer(() -> around.many(message, (Flux<R>) handle(message)));
  }

  private Publisher<?> handle(Message message) {
    if (!message.actor().may(message.permission())) {
      throw new RejectedException(new Forbidden(message.permission()));
    }
    var handler = byType.get(message.getClass());
    if (handler == null) {
      throw new IllegalStateException(message.getClass().getName() + " has no handler");
    }
    return handler.apply(message);
  }
}
