package dev.holdfast.feed.port;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The log of everything that happened. Reading in order stops short of the oldest transaction still
 * open, so that nothing which commits late is ever passed over.
 */
public interface EventLog {
  /** What comes after the position, in order, at most this many. */
  Mono<Slice> after(Position position, int limit);

  /** What happened to one aggregate after the position, in order, at most this many. */
  Mono<Slice> ofAggregate(UUID aggregateId, Position position, int limit);

  /** The position up to which the log can be read now; what is read later comes after it. */
  Mono<Position> head();

  /**
   * Where the aggregate's event of this version stands, or empty when there is none. It may stand
   * where the log cannot be read in order yet.
   */
  Mono<Position> positionOf(UUID aggregateId, long version);

  /** Those of these events that there are, in no order, readable in order yet or not. */
  Mono<List<LoggedEvent>> versions(Collection<AggregateVersion> wanted);

  /**
   * The last event of the aggregate that happened at or before the instant, readable in order yet
   * or not; empty when there is none.
   */
  Mono<LoggedEvent> asOf(UUID aggregateId, Instant at);

  /** Whether an event stands at exactly this position. */
  Mono<Boolean> knows(Position position);

  /**
   * An element whenever something may have been added. Only a hint: it may come too often, too
   * early, or be lost, and it ends with an error when the connection breaks.
   */
  Flux<Boolean> wakeUps();

  /** One event of one aggregate. */
  record AggregateVersion(UUID aggregateId, long version) {}

  /**
   * A stretch of the log.
   *
   * @param readUpTo everything wanted that stands at or before this has been read; never before the
   *     position that was asked for
   * @param isHeldBack whether more is there that an open transaction keeps from being read yet
   */
  record Slice(List<LoggedEvent> events, Position readUpTo, boolean isHeldBack) {
    public Slice {
      events = List.copyOf(events);
    }
  }
}
