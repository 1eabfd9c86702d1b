package dev.holdfast.shared.bus;

import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Carries a command to its one handler, once the actor's role has been found to allow it. */
public final class CommandBus {
  private final Handlers handlers;

  public CommandBus(Around around) {
    handlers = new Handlers(around);
  }

  /** Binds a type of command to its handler; a second handler for it is refused. */
  public <R, C extends Command<R>> CommandBus handle(Class<C> type, Function<C, Mono<R>> handler) {
    handlers.add(type, handler);
    return this;
  }

  /** What the handler answers; rejected as forbidden when the actor's role does not allow it. */
  public <R> Mono<R> send(Command<R> command) {
    return handlers.one(command);
  }

  /** The commands that have a handler, for the check at start-up. */
  public Set<Class<?>> handled() {
    return handlers.types();
  }
}
