package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.port.Venues;
import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.LostRace;
import dev.holdfast.shared.bus.QueryBus;
import java.time.InstantSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries out what is asked of resources. They are public to read, so changing one of someone
 * else's venue is forbidden rather than not found.
 */
public final class ResourceDesk {
  private final Resources resources;
  private final Venues venues;
  private final Bookables bookables;
  private final SlotFinder slots;
  private final InstantSource clock;

  public ResourceDesk(
      Resources resources,
      Venues venues,
      Bookables bookables,
      SlotFinder slots,
      InstantSource clock) {
    this.resources = resources;
    this.venues = venues;
    this.bookables = bookables;
    this.slots = slots;
    this.clock = clock;
  }

  /** Binds what this desk carries out. */
  public void bind(CommandBus commands, QueryBus queries) {
    commands
        .handle(CreateResource.class, this::create)
        .handle(ChangeResource.class, this::change)
        .handle(ReplaceOpeningHours.class, this::replaceOpeningHours)
        .handle(DeactivateResource.class, this::deactivate);
    queries
        .handle(MayChangeResource.class, this::mayChange)
        .handle(GetResource.class, this::get)
        .handle(ListResources.class, this::list)
        .handleStream(StreamResources.class, this::stream)
        .handle(FindSlots.class, slots::find);
  }

  Mono<Resource> create(CreateResource command) {
    return managedVenue(command.actor(), command.venue())
        .flatMap(
            venue ->
                keep(
                    Resource.create(ResourceId.next(), venue, command.terms(), clock.instant()),
                    command.actor()));
  }

  Mono<Resource> change(ChangeResource command) {
    return changeable(command.actor(), command.resource(), command.precondition())
        .flatMap(
            found ->
                keep(
                    found.resource().change(command.terms(), found.venue(), clock.instant()),
                    command.actor()))
        .retryWhen(LostRace.retryUnlessSeen(command.precondition()));
  }

  Mono<Resource> replaceOpeningHours(ReplaceOpeningHours command) {
    return changeable(command.actor(), command.resource(), command.precondition())
        .flatMap(
            found -> keep(found.resource().open(command.hours(), clock.instant()), command.actor()))
        .retryWhen(LostRace.retryUnlessSeen(command.precondition()));
  }

  Mono<Resource> deactivate(DeactivateResource command) {
    return changeable(command.actor(), command.resource(), new Precondition.Any())
        .flatMap(found -> keep(found.resource().deactivate(clock.instant()), command.actor()))
        .retryWhen(LostRace.retry());
  }

  Mono<Boolean> mayChange(MayChangeResource query) {
    return changeable(query.actor(), query.resource(), query.precondition()).thenReturn(true);
  }

  Mono<Resource> get(GetResource query) {
    return find(query.resource()).map(Bookable::resource);
  }

  Mono<Page<Resource>> list(ListResources query) {
    return resources.list(query.filter(), query.page());
  }

  Flux<Resource> stream(StreamResources query) {
    return resources.all(query.filter());
  }

  private Mono<Bookable> find(ResourceId id) {
    return resources
        .find(id)
        .switchIfEmpty(Mono.error(() -> new RejectedException(new NotFound())));
  }

  private Mono<Venue> managedVenue(Actor actor, VenueId id) {
    return venues
        .find(id)
        .switchIfEmpty(Mono.error(() -> new RejectedException(new NotFound())))
        .doOnNext(venue -> requireManaged(venue, actor));
  }

  private Mono<Bookable> changeable(Actor actor, ResourceId id, Precondition precondition) {
    return find(id)
        .doOnNext(
            found -> {
              requireManaged(found.venue(), actor);
              precondition
                  .refuse(found.resource().version())
                  .ifPresent(
                      reason -> {
                        throw new RejectedException(reason);
                      });
            });
  }

  private static void requireManaged(Venue venue, Actor actor) {
    if (!venue.isManagedBy(actor)) {
      throw new RejectedException(new Forbidden(Permission.RESOURCE_MANAGE));
    }
  }

  private Mono<Resource> keep(Outcome<Resource, ResourceEvent> outcome, Actor actor) {
    return switch (outcome) {
      case Accepted<Resource, ResourceEvent>(var resource, var events) when events.isEmpty() ->
          Mono.just(resource);
      case Accepted<Resource, ResourceEvent>(_, var events) -> keep(events.getFirst(), actor);
      case Rejected<Resource, ResourceEvent>(var reason) ->
          Mono.error(new RejectedException(reason));
    };
  }

  private Mono<Resource> keep(ResourceEvent event, Actor actor) {
    return event instanceof ResourceCreated created
        ? resources.add(created, actor)
        : resources.save(event, actor).doOnNext(resource -> bookables.forget(resource.id()));
  }
}
