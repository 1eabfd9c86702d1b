package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointEvent;
import dev.holdfast.notification.EndpointEvent.EndpointCreated;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.EndpointTerms;
import dev.holdfast.notification.port.EndpointVault;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.LostRace;
import dev.holdfast.shared.bus.QueryBus;
import java.time.Duration;
import java.time.InstantSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Carries out what is asked of endpoints. Who has not seen a version changes what there is. */
public final class EndpointDesk {
  private final Endpoints endpoints;
  private final EndpointAccess access;
  private final EndpointUrls urls;
  private final EndpointVault vault;
  private final EndpointResumption resumption;
  private final InstantSource clock;
  private final Duration overlap;

  /**
   * @param overlap how long a secret still signs after it has been replaced
   */
  public EndpointDesk(
      Endpoints endpoints,
      EndpointAccess access,
      EndpointUrls urls,
      EndpointVault vault,
      EndpointResumption resumption,
      InstantSource clock,
      Duration overlap) {
    this.endpoints = endpoints;
    this.access = access;
    this.urls = urls;
    this.vault = vault;
    this.resumption = resumption;
    this.clock = clock;
    this.overlap = overlap;
  }

  /** Binds what this desk carries out. */
  public void bind(CommandBus commands, QueryBus queries) {
    commands
        .handle(CreateEndpoint.class, this::create)
        .handle(ChangeEndpoint.class, this::change)
        .handle(DeleteEndpoint.class, this::delete)
        .handle(RotateEndpointSecret.class, this::rotate);
    queries
        .handle(MayCreateEndpoint.class, this::mayCreate)
        .handle(MayChangeEndpoint.class, this::mayChange)
        .handle(GetEndpoint.class, this::get)
        .handle(ListEndpoints.class, this::list)
        .handleStream(StreamEndpoints.class, this::stream);
  }

  Mono<NewEndpoint> create(CreateEndpoint command) {
    var venue = command.terms().venueId().value();
    return access
        .requireMayCreate(command.actor(), venue)
        .then(urls.require(command.terms().url()))
        .then(Mono.defer(() -> add(command.terms(), command.actor())));
  }

  private Mono<NewEndpoint> add(EndpointTerms terms, Actor actor) {
    var id = EndpointId.next();
    var secret = vault.create();
    return keep(Endpoint.create(id, terms, vault.sealCurrent(id, secret), clock.instant()), actor)
        .map(endpoint -> new NewEndpoint(endpoint, secret));
  }

  Mono<Endpoint> change(ChangeEndpoint command) {
    return changeable(command.actor(), command.endpoint(), command.precondition())
        .delayUntil(_ -> urls.require(command.terms().url()))
        .flatMap(before -> change(before, command))
        .retryWhen(LostRace.retryUnlessSeen(command.precondition()));
  }

  private Mono<Endpoint> change(Endpoint before, ChangeEndpoint command) {
    return keep(before.change(command.terms(), clock.instant()), command.actor())
        .delayUntil(
            after ->
                after.isActive() && !before.isActive()
                    ? resumption.resume(after.id())
                    : Mono.empty());
  }

  Mono<Boolean> delete(DeleteEndpoint command) {
    return changeable(command.actor(), command.endpoint(), command.precondition())
        .flatMap(
            endpoint ->
                endpoints
                    .remove(endpoint.delete(clock.instant()), command.actor())
                    .thenReturn(true))
        .retryWhen(LostRace.retryUnlessSeen(command.precondition()));
  }

  Mono<NewEndpoint> rotate(RotateEndpointSecret command) {
    return changeable(command.actor(), command.endpoint(), command.precondition())
        .flatMap(endpoint -> rotate(endpoint, command.actor()))
        .retryWhen(LostRace.retryUnlessSeen(command.precondition()));
  }

  private Mono<NewEndpoint> rotate(Endpoint endpoint, Actor actor) {
    var id = endpoint.id();
    var secret = vault.create();
    var now = clock.instant();
    var fresh =
        new EndpointSecrets(
            vault.sealCurrent(id, secret),
            vault.sealPrevious(id, vault.openCurrent(id, endpoint.secrets().current())),
            now.plus(overlap));
    return keep(endpoint.rotate(fresh, now), actor)
        .map(rotated -> new NewEndpoint(rotated, secret));
  }

  Mono<Boolean> mayCreate(MayCreateEndpoint query) {
    return access.requireMayCreate(query.actor(), query.venue());
  }

  Mono<Boolean> mayChange(MayChangeEndpoint query) {
    return changeable(query.actor(), query.endpoint(), query.precondition()).thenReturn(true);
  }

  Mono<Endpoint> get(GetEndpoint query) {
    return access.endpoint(query.actor(), query.endpoint());
  }

  Mono<Page<Endpoint>> list(ListEndpoints query) {
    return access.scope(query.actor()).flatMap(scope -> endpoints.list(scope, query.page()));
  }

  Flux<Endpoint> stream(StreamEndpoints query) {
    return access.scope(query.actor()).flatMapMany(endpoints::all);
  }

  private Mono<Endpoint> changeable(Actor actor, EndpointId id, Precondition precondition) {
    return access
        .endpoint(actor, id)
        .doOnNext(
            endpoint -> {
              if (precondition instanceof Precondition.Absent) {
                return; // these changes do not ask what has been seen, but heed it
              }
              precondition
                  .refuse(endpoint.version())
                  .ifPresent(
                      reason -> {
                        throw new RejectedException(reason);
                      });
            });
  }

  private Mono<Endpoint> keep(Outcome<Endpoint, EndpointEvent> outcome, Actor actor) {
    return switch (outcome) {
      case Accepted<Endpoint, EndpointEvent>(var endpoint, var events) when events.isEmpty() ->
          Mono.just(endpoint);
      case Accepted<Endpoint, EndpointEvent>(_, var events) -> keep(events.getFirst(), actor);
      case Rejected<Endpoint, EndpointEvent>(var reason) ->
          Mono.error(new RejectedException(reason));
    };
  }

  private Mono<Endpoint> keep(EndpointEvent event, Actor actor) {
    return event instanceof EndpointCreated created
        ? endpoints.add(created, actor)
        : endpoints.save(event, actor);
  }
}
