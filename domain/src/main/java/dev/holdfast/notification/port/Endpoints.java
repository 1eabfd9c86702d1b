package dev.holdfast.notification.port;

import dev.holdfast.feed.EventFilter;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointEvent;
import dev.holdfast.notification.EndpointEvent.EndpointCreated;
import dev.holdfast.notification.EndpointEvent.EndpointDeleted;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All webhook endpoints, kept durably. Nothing happens before subscription. */
public interface Endpoints {
  /** How many endpoints one venue may have, and how many may belong to none. */
  int PER_VENUE_MAX = 50;

  /** The endpoint under this id, or empty when there is none. */
  Mono<Endpoint> find(EndpointId id);

  /** A piece of those that may be seen, newest first. */
  Mono<Page<Endpoint>> list(EndpointScope scope, Page.Request page);

  /** All that may be seen, newest first, fetched as they are asked for. */
  Flux<Endpoint> all(EndpointScope scope);

  /**
   * Keeps an endpoint of version 1, its event with it, or neither.
   *
   * @return the endpoint as kept; rejected as {@link dev.holdfast.shared.AccessRejection.Invalid}
   *     when the venue has {@link #PER_VENUE_MAX}
   */
  Mono<Endpoint> add(EndpointCreated created, Actor actor);

  /**
   * Replaces the endpoint of the version before, keeping the event with it, or neither. One that
   * becomes active begins with a clean slate.
   *
   * @return the endpoint as kept; rejected as {@link
   *     dev.holdfast.shared.AccessRejection.VersionMismatch} when another change came first
   */
  Mono<Endpoint> save(EndpointEvent changed, Actor actor);

  /** Removes the endpoint of the version before, keeping the event; rejected as {@link #save}. */
  Mono<Void> remove(EndpointDeleted deleted, Actor actor);

  /**
   * Puts the same secrets, sealed otherwise, in the place of those of an endpoint; nothing else of
   * it changes, and there is no event.
   *
   * @return whether they were still as they had been; if not, nothing has changed
   */
  Mono<Boolean> replaceSecrets(Endpoint endpoint, EndpointSecrets by);

  /** Who is to get what, as of now: the active endpoints, a bounded number per venue. */
  Mono<List<Subscription>> subscriptions();

  /** The transaction in which the oldest endpoint came to be, or empty when there is none. */
  Mono<Long> oldestSince();

  /**
   * What an active endpoint is to get.
   *
   * @param venueId the endpoint's, which need not be an event's
   * @param since only events of later transactions of the log: those that happened after it was
   *     made
   */
  record Subscription(
      EndpointId endpoint, @Nullable VenueId venueId, EventFilter filter, long since) {}
}
