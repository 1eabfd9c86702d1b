package dev.holdfast.shared.limit;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** The quotas that all nodes share. */
public interface SharedQuotas {
  /**
   * What was taken of a quota.
   *
   * @param taken 0 when there is nothing left in this window
   * @param left what others can still take in it
   * @param reset how long until the next window begins; positive
   */
  record Portion(long taken, long left, Duration reset) {}

  /**
   * Takes as much of the quota as there is, atomically: what all nodes take in a window is never
   * more than the quota.
   *
   * @param atMost at least 1
   * @return never empty; fails as an outage, within a fraction of a second, when the quotas cannot
   *     be reached, and then something may have been taken
   */
  Mono<Portion> take(RateLimit limit, String key, long atMost);
}
