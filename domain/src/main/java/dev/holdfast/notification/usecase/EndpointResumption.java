package dev.holdfast.notification.usecase;

import dev.holdfast.notification.DeliveryPolicy;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.port.Deliveries;
import reactor.core.publisher.Mono;

/**
 * Makes what has waited for an endpoint due as soon as it is active again. Should the server end in
 * between, the rest comes when its own time comes.
 */
public final class EndpointResumption {
  private static final int PIECES_MAX = 1_000;

  private final Deliveries deliveries;
  private final DeliveryPolicy policy;
  private final Runnable wake;

  /**
   * @param wake called when there is something to send
   */
  public EndpointResumption(Deliveries deliveries, DeliveryPolicy policy, Runnable wake) {
    this.deliveries = deliveries;
    this.policy = policy;
    this.wake = wake;
  }

  Mono<Void> resume(EndpointId endpoint) {
    return Mono.defer(() -> deliveries.hasten(endpoint, policy.triedFor()))
        .repeat(PIECES_MAX)
        .takeWhile(hasMore -> hasMore)
        .then(Mono.fromRunnable(wake));
  }
}
