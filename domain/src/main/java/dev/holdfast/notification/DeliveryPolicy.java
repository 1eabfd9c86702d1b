package dev.holdfast.notification;

import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.DeliveryVerdict.GivenUp;
import dev.holdfast.notification.DeliveryVerdict.RetryIn;
import java.time.Duration;
import java.util.Optional;

/**
 * How patient we are with receivers.
 *
 * @param firstRetry the pause after the first failure; tripled after each further one
 * @param longestPause no pause is longer
 * @param triedFor how long after it was made a delivery is still tried
 * @param pauseAfter for how long an endpoint must have only failed before it is paused
 * @param pauseFailures and how often at least
 */
public record DeliveryPolicy(
    Duration firstRetry,
    Duration longestPause,
    Duration triedFor,
    Duration pauseAfter,
    int pauseFailures) {
  private static final int GROWTH = 3;
  private static final double JITTER = 0.1;

  /**
   * What follows from a reply. The last attempt is made when the time is up.
   *
   * @param chance 0..1, makes pauses of what failed together differ
   */
  public DeliveryVerdict verdict(DeliveryClaim claim, WebhookReply reply, double chance) {
    if (reply.isTaken()) {
      return new Delivered();
    }
    if (claim.subject().isTest() || !claim.left().isPositive()) {
      return new GivenUp();
    }
    var pause = pause(claim.failures(), chance);
    return new RetryIn(pause.compareTo(claim.left()) < 0 ? pause : claim.left());
  }

  private Duration pause(int failures, double chance) {
    var pause = firstRetry;
    for (var i = 0; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(GROWTH);
    }
    var bounded = pause.compareTo(longestPause) < 0 ? pause : longestPause;
    return bounded.plusMillis((long) (bounded.toMillis() * JITTER * chance));
  }

  /** Whether nothing is to be sent there for now, and why. */
  public Optional<PauseReason> pause(WebhookReply reply, EndpointHealth health) {
    if (reply.isGone()) {
      return Optional.of(PauseReason.GONE);
    }
    return health.failures() >= pauseFailures && health.failingFor().compareTo(pauseAfter) >= 0
        ? Optional.of(PauseReason.FAILING)
        : Optional.empty();
  }
}
