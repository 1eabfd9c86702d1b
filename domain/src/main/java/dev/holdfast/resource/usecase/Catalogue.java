package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Slot;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Venues;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What other contexts ask of venues and resources. */
public final class Catalogue {
  private static final int LOOKUPS = 8;

  private final Bookables bookables;
  private final Venues venues;
  private final SlotFinder slots;

  public Catalogue(Bookables bookables, Venues venues, SlotFinder slots) {
    this.bookables = bookables;
    this.venues = venues;
    this.slots = slots;
  }

  /**
   * The resource and its venue, as they were a few seconds ago at the most; empty when there is
   * none.
   */
  public Mono<Bookable> bookable(ResourceId id) {
    return bookables.find(id);
  }

  /** All of these by their ids; rejected as unknown when one of them is. */
  public Mono<Map<ResourceId, Bookable>> bookables(Collection<ResourceId> ids) {
    var distinct = Set.copyOf(ids);
    return distinct.size() == 1
        ? known(distinct.iterator().next()).map(one -> Map.of(one.resource().id(), one))
        : Flux.fromIterable(distinct)
            .flatMap(this::known, LOOKUPS)
            .collectMap(bookable -> bookable.resource().id());
  }

  private Mono<Bookable> known(ResourceId id) {
    return bookable(id).switchIfEmpty(Mono.error(() -> new RejectedException(new NotFound())));
  }

  /** The venue, as of now; empty when there is none. */
  public Mono<Venue> venue(VenueId id) {
    return venues.find(id);
  }

  /** How long a hold at this venue lives, as of now. */
  public Mono<Duration> holdTtl(VenueId venue) {
    return venues
        .find(venue)
        .map(Venue::holdTtl)
        .switchIfEmpty(Mono.error(() -> new IllegalStateException("no venue " + venue)));
  }

  /** Whether the actor may manage the venue, as of now; false when there is none. Never empty. */
  public Mono<Boolean> isManagedBy(VenueId venue, Actor actor) {
    if (actor.isAdmin()) {
      return Mono.just(true);
    }
    if (actor.role() != Role.MANAGER) {
      return Mono.just(false);
    }
    return venues.find(venue).map(found -> found.isManagedBy(actor)).defaultIfEmpty(false);
  }

  /** The venues that the actor manages as their staff, as of now. */
  public Mono<Set<VenueId>> managedBy(Actor actor) {
    return actor.role() == Role.MANAGER
        ? venues.managedBy(actor.requireUserId())
        : Mono.just(Set.of());
  }

  /**
   * The soonest slots of this length inside a range in which so many units are free, for example
   * instead of one that is taken. None when there is no such resource, the rules do not allow the
   * length, or the range holds too many slots to look through.
   *
   * @param limit at most this many
   */
  public Mono<List<Slot>> freeSlots(
      ResourceId resource, TimeRange within, Duration length, int units, int limit) {
    return slots.soonest(resource, within, length, units, limit);
  }
}
