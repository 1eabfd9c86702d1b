package dev.holdfast.resource.port;

import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.UserId;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All venues, kept durably. Nothing happens before subscription. */
public interface Venues {
  /** The venue under this id, or empty when there is none. */
  Mono<Venue> find(VenueId id);

  /** The venues whose staff this user belongs to. */
  Mono<Set<VenueId>> managedBy(UserId user);

  /** A piece of all venues, newest first. */
  Mono<Page<Venue>> list(Page.Request page);

  /** All venues, newest first, fetched as they are asked for. */
  Flux<Venue> all();

  /**
   * Keeps a venue of version 1, its event with it, or neither.
   *
   * @param actor whose doing it is, kept with the event
   */
  Mono<Venue> add(VenueEvent.VenueCreated created, Actor actor);

  /**
   * Replaces the venue of the version before, keeping the event with it, or neither.
   *
   * @return the venue as kept; rejected as {@link
   *     dev.holdfast.shared.AccessRejection.VersionMismatch} when another change came first, as
   *     {@link dev.holdfast.resource.ResourceRejection.Inconsistent} when its currency changes
   *     while a resource has a price
   */
  Mono<Venue> save(VenueEvent.VenueChanged changed, Actor actor);
}
