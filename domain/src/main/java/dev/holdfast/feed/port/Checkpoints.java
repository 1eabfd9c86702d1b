package dev.holdfast.feed.port;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * How far each consumer of the log has come, and who runs it. In the whole cluster a consumer has
 * one runner at a time, which holds a lease by the database's clock; its fencing number keeps a
 * runner that was believed dead from writing over its successor.
 */
public interface Checkpoints {
  /**
   * Takes or renews the lease.
   *
   * @param runner who asks, one id per process
   * @return the lease, or empty while another runner holds it
   */
  Mono<Lease> acquire(String consumer, UUID runner, Duration length);

  /**
   * Takes the lease from whoever holds it. A runner that has lost it notices when it renews it or
   * moves its checkpoint, not at once.
   */
  Mono<Lease> seize(String consumer, UUID runner, Duration length);

  /** Gives the lease back, so that another runner need not wait for its end. */
  Mono<Void> release(Lease lease);

  /**
   * Moves the checkpoint, forward or back; answers false, and moves nothing, when the lease has
   * been lost.
   */
  Mono<Boolean> advance(Lease lease, Position position);

  /**
   * Sets an event aside after so many attempts, with the checkpoint moved past it; answers false,
   * and does nothing, when the lease has been lost. Once more for the same event changes nothing.
   *
   * @param error what went wrong, without anything from the event's data
   */
  Mono<Boolean> park(Lease lease, LoggedEvent event, int attempts, String error);

  /** Aggregates of which something is parked: what follows on them must be parked too. */
  Mono<Set<UUID>> parkedAggregates(String consumer);

  /** What is set aside and stands behind the position in the log, in order, at most this many. */
  Mono<List<LoggedEvent>> parked(String consumer, Position after, int limit);

  /**
   * Takes back an event that was set aside; the checkpoint stays. Answers false, and does nothing,
   * when the lease has been lost.
   */
  Mono<Boolean> unpark(Lease lease, LoggedEvent event);

  /**
   * Moves the checkpoint to the start, with nothing set aside; answers false, and does nothing,
   * when the lease has been lost.
   */
  Mono<Boolean> restart(Lease lease);

  /** How far every consumer has come that has ever run, by name. */
  Mono<List<Standing>> standings();

  /**
   * How a consumer stands.
   *
   * @param isHeld whether a runner holds its lease now
   * @param parked how many events are set aside
   */
  record Standing(String consumer, Position position, boolean isHeld, long parked) {}

  /**
   * The right to run a consumer for a while.
   *
   * @param fence grows with each new holder
   * @param position the checkpoint when the lease was taken
   */
  record Lease(String consumer, UUID runner, long fence, Position position) {}
}
