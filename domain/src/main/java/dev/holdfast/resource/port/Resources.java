package dev.holdfast.resource.port;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All resources, kept durably. Nothing happens before subscription. */
public interface Resources {
  /** The resource and its venue as they are now, or empty when there is none. */
  Mono<Bookable> find(ResourceId id);

  /** A piece of the matching resources, newest first. */
  Mono<Page<Resource>> list(Filter filter, Page.Request page);

  /** All matching resources, newest first, fetched as they are asked for. */
  Flux<Resource> all(Filter filter);

  /**
   * Keeps a resource of version 1, its event with it, or neither.
   *
   * @return the resource as kept; rejected as {@link
   *     dev.holdfast.resource.ResourceRejection.Inconsistent} when its price is not in the venue's
   *     currency
   */
  Mono<Resource> add(ResourceEvent.ResourceCreated created, Actor actor);

  /**
   * Replaces the resource of the version before, keeping the event with it, or neither.
   *
   * @return the resource as kept; rejected as {@link
   *     dev.holdfast.shared.AccessRejection.VersionMismatch} when another change came first, as
   *     {@link dev.holdfast.resource.ResourceRejection.Inconsistent} when its price is not in the
   *     venue's currency
   */
  Mono<Resource> save(ResourceEvent changed, Actor actor);

  /**
   * Which resources are wanted; what is absent does not restrict.
   *
   * @param text found anywhere in the name, whatever the case
   */
  record Filter(@Nullable VenueId venueId, @Nullable String kind, @Nullable String text) {}
}
