package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.AccessRejection;
import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.AccessRejection.Hidden;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.RejectedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who may touch which endpoint: managers those of their venues, and those above venues all.
 * Somebody else's looks like none.
 */
public final class EndpointAccess {
  private final Endpoints endpoints;
  private final Deliveries deliveries;
  private final Catalogue catalogue;

  public EndpointAccess(Endpoints endpoints, Deliveries deliveries, Catalogue catalogue) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.catalogue = catalogue;
  }

  /** What the actor may see, as of now. */
  Mono<EndpointScope> scope(Actor actor) {
    return catalogue.managedBy(actor).map(venues -> new EndpointScope(actor.isAdmin(), venues));
  }

  /** The endpoint; rejected as unknown when there is none for this actor. */
  Mono<Endpoint> endpoint(Actor actor, EndpointId id) {
    return endpoints
        .find(id)
        .switchIfEmpty(refused(new NotFound()))
        .filterWhen(found -> mayTouch(actor, found.venueId()))
        .switchIfEmpty(refused(new Hidden()));
  }

  /** The delivery; rejected as unknown when there is none for this actor. */
  Mono<Delivery> delivery(Actor actor, DeliveryId id) {
    return deliveries
        .find(id)
        .switchIfEmpty(refused(new NotFound()))
        .filterWhen(found -> mayTouch(actor, found.venueId()))
        .switchIfEmpty(refused(new Hidden()));
  }

  /**
   * Answers true, or is rejected: venues are public to read, so an endpoint for someone else's is
   * forbidden rather than not found.
   */
  Mono<Boolean> requireMayCreate(Actor actor, @Nullable VenueId venue) {
    if (venue == null) {
      return actor.isAdmin() ? Mono.just(true) : forbidden();
    }
    return catalogue
        .venue(venue)
        .switchIfEmpty(refused(new NotFound()))
        .flatMap(found -> found.isManagedBy(actor) ? Mono.just(true) : forbidden());
  }

  private Mono<Boolean> mayTouch(Actor actor, @Nullable VenueId venue) {
    return venue == null ? Mono.just(actor.isAdmin()) : catalogue.isManagedBy(venue, actor);
  }

  private static Mono<Boolean> forbidden() {
    return refused(new Forbidden(Permission.WEBHOOK_MANAGE));
  }

  private static <T> Mono<T> refused(AccessRejection reason) {
    return Mono.error(() -> new RejectedException(reason));
  }
}
