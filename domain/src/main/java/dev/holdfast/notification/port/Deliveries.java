package dev.holdfast.notification.port;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryLane;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.DeliveryVerdict;
import dev.holdfast.notification.EndpointHealth;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Page;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All deliveries, kept durably. Time is the database's. A delivery of an endpoint that is not
 * active is paused: it is shown as such and cannot be claimed. One whose endpoint is gone is not
 * seen any more.
 */
public interface Deliveries {
  /**
   * Makes deliveries that are due at once. One that there is already for the same endpoint and
   * event stays as it is.
   *
   * @param triedFor for how long each is tried
   * @return how many are new; never empty
   */
  Mono<Long> queue(List<NewDelivery> deliveries, Duration triedFor);

  /** Keeps a delivery that was made at the time of its one attempt, and is over. */
  Mono<Delivery> add(NewDelivery delivery, DeliveryAttempt attempt, boolean isDelivered);

  /** The delivery under this id, or empty when there is none. */
  Mono<Delivery> find(DeliveryId id);

  /** A piece of those that may be seen, newest first. */
  Mono<Page<Delivery>> list(Filter filter, Page.Request page);

  /** All that may be seen, newest first, fetched as they are asked for. */
  Flux<Delivery> all(Filter filter);

  /**
   * Takes deliveries that are due, the longest due of each endpoint first, so that nobody else has
   * them until the claim lapses. Of one aggregate, and for one endpoint, nothing is taken before
   * all earlier versions are delivered or given up.
   *
   * @param runner who claims, one id per process
   * @param busy the endpoints of what the runner is sending already, each as often as it is
   * @param perEndpoint at most so many for one endpoint, those under way included
   * @param limit at most so many in all
   * @param length how long the claim holds
   */
  Mono<List<DeliveryClaim>> claim(
      UUID runner,
      DeliveryLane lane,
      List<EndpointId> busy,
      int perEndpoint,
      int limit,
      Duration length);

  /**
   * Keeps what came of an attempt, ends the claim, and answers how the endpoint fares with it.
   * Empty, and nothing is kept, when the claim had lapsed and another has been made since.
   */
  Mono<EndpointHealth> report(
      DeliveryClaim claim, DeliveryAttempt attempt, DeliveryVerdict verdict);

  /** Ends all claims of a runner. */
  Mono<Void> release(UUID runner);

  /** Makes a delivery due at once, whatever has become of it; empty when there is none. */
  Mono<Delivery> replay(DeliveryId id, Duration triedFor);

  /**
   * Makes some of what is open for an endpoint due at once, to be tried for so long again.
   *
   * @return whether there may be more; never empty
   */
  Mono<Boolean> hasten(EndpointId endpoint, Duration triedFor);

  /** Deletes some deliveries made so long ago or longer; answers how many. Never empty. */
  Mono<Long> purge(Duration age);

  /**
   * @param venueId the endpoint's
   */
  record NewDelivery(
      DeliveryId id, EndpointId endpoint, @Nullable VenueId venueId, DeliverySubject subject) {}

  /** Which deliveries are wanted. */
  record Filter(
      EndpointScope scope, @Nullable EndpointId endpoint, @Nullable DeliveryStatus status) {}
}
