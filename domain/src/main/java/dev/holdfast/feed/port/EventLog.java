package dev.holdfast.feed.port;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The log of everything that happened. Reading stops short of the oldest transaction still open, so
 * that nothing which commits late is ever passed over.
 */
public interface EventLog {
  /** What comes after the position, in order, at most this many. */
  Mono<Slice> after(Position position, int limit);

  /** What happened to one aggregate after the position, in order, at most this many. */
  Mono<List<LoggedEvent>> ofAggregate(UUID aggregateId, Position position, int limit);

  /** The position up to which the log can be read now; what is read later comes after it. */
  Mono<Position> head();

  /** Where the aggregate's event of this version stands, or empty when there is none. */
  Mono<Position> positionOf(UUID aggregateId, long version);

  /** Whether an event stands at exactly this position. */
  Mono<Boolean> knows(Position position);

  /**
   * An element whenever something may have been added. Only a hint: it may come too often, too
   * early, or be lost, and it ends with an error when the connection breaks.
   */
  Flux<Boolean> wakeUps();

  /**
   * A stretch of the log.
   *
   * @param isHeldBack whether more is there that an open transaction keeps from being read yet
   */
  record Slice(List<LoggedEvent> events, boolean isHeldBack) {
    public Slice {
      events = List.copyOf(events);
    }
  }
}
