package dev.holdfast.resource.usecase;

import dev.holdfast.resource.ResourceRejection.NotAManager;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent;
import dev.holdfast.resource.VenueEvent.VenueChanged;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Managers;
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
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.LostRace;
import dev.holdfast.shared.bus.QueryBus;
import java.time.InstantSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries out what is asked of venues. They are public to read, so changing one that is someone
 * else's is forbidden rather than not found.
 */
public final class VenueDesk {
  private final Venues venues;
  private final Managers managers;
  private final Bookables bookables;
  private final InstantSource clock;

  public VenueDesk(Venues venues, Managers managers, Bookables bookables, InstantSource clock) {
    this.venues = venues;
    this.managers = managers;
    this.bookables = bookables;
    this.clock = clock;
  }

  /** Binds what this desk carries out. */
  public void bind(CommandBus commands, QueryBus queries) {
    commands
        .handle(CreateVenue.class, this::create)
        .handle(ChangeVenue.class, this::change)
        .handle(AddStaff.class, this::addStaff)
        .handle(RemoveStaff.class, this::removeStaff);
    queries
        .handle(MayChangeVenue.class, this::mayChange)
        .handle(GetVenue.class, this::get)
        .handle(ListVenues.class, this::list)
        .handleStream(StreamVenues.class, this::stream);
  }

  Mono<Venue> create(CreateVenue command) {
    return Mono.defer(
        () ->
            keep(Venue.create(VenueId.next(), command.terms(), clock.instant()), command.actor()));
  }

  Mono<Venue> change(ChangeVenue command) {
    return changeable(command.actor(), command.venue(), command.precondition())
        .flatMap(venue -> keep(venue.change(command.terms(), clock.instant()), command.actor()))
        .retryWhen(LostRace.retryUnlessSeen(command.precondition()));
  }

  Mono<Venue> addStaff(AddStaff command) {
    return changeable(command.actor(), command.venue(), new Precondition.Any())
        .delayUntil(_ -> requireManager(command.user()))
        .flatMap(venue -> keep(venue.addStaff(command.user(), clock.instant()), command.actor()))
        .retryWhen(LostRace.retry());
  }

  Mono<Venue> removeStaff(RemoveStaff command) {
    return changeable(command.actor(), command.venue(), new Precondition.Any())
        .flatMap(venue -> keep(venue.removeStaff(command.user(), clock.instant()), command.actor()))
        .retryWhen(LostRace.retry());
  }

  Mono<Boolean> mayChange(MayChangeVenue query) {
    return changeable(query.actor(), query.venue(), query.precondition()).thenReturn(true);
  }

  Mono<Venue> get(GetVenue query) {
    return find(query.venue());
  }

  Mono<Page<Venue>> list(ListVenues query) {
    return venues.list(query.page());
  }

  Flux<Venue> stream(StreamVenues query) {
    return venues.all();
  }

  private Mono<Venue> find(VenueId id) {
    return venues.find(id).switchIfEmpty(Mono.error(() -> new RejectedException(new NotFound())));
  }

  private Mono<Venue> changeable(Actor actor, VenueId id, Precondition precondition) {
    return find(id)
        .doOnNext(
            venue -> {
              if (!venue.isManagedBy(actor)) {
                throw new RejectedException(new Forbidden(Permission.VENUE_UPDATE));
              }
              precondition
                  .refuse(venue.version())
                  .ifPresent(
                      reason -> {
                        throw new RejectedException(reason);
                      });
            });
  }

  private Mono<Boolean> requireManager(UserId user) {
    return managers
        .isManager(user)
        .filter(isManager -> isManager)
        .switchIfEmpty(Mono.error(() -> new RejectedException(new NotAManager(user))));
  }

  private Mono<Venue> keep(Outcome<Venue, VenueEvent> outcome, Actor actor) {
    return switch (outcome) {
      case Accepted<Venue, VenueEvent>(var venue, var events) when events.isEmpty() ->
          Mono.just(venue);
      case Accepted<Venue, VenueEvent>(_, var events) -> keep(events.getFirst(), actor);
      case Rejected<Venue, VenueEvent>(var reason) -> Mono.error(new RejectedException(reason));
    };
  }

  private Mono<Venue> keep(VenueEvent event, Actor actor) {
    return switch (event) {
      case VenueCreated created -> venues.add(created, actor);
      case VenueChanged changed ->
          venues.save(changed, actor).doOnNext(venue -> bookables.forget(venue.id()));
    };
  }
}
