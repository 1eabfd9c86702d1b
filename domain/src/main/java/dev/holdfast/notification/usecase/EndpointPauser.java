package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointEvent;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.PauseReason;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.notification.port.WebhookWatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.bus.LostRace;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Stops sending to an endpoint that takes nothing, until people make it active again. */
public final class EndpointPauser {
  private final Endpoints endpoints;
  private final InstantSource clock;
  private final WebhookWatch watch;

  public EndpointPauser(Endpoints endpoints, InstantSource clock, WebhookWatch watch) {
    this.endpoints = endpoints;
    this.clock = clock;
    this.watch = watch;
  }

  Mono<Void> pause(EndpointId id, PauseReason reason) {
    return endpoints
        .find(id)
        .flatMap(endpoint -> keep(endpoint, reason))
        .retryWhen(LostRace.retry())
        .then();
  }

  private Mono<Endpoint> keep(Endpoint endpoint, PauseReason reason) {
    return endpoint.pause(reason, clock.instant())
                instanceof Accepted<Endpoint, EndpointEvent>(_, var events)
            && !events.isEmpty()
        ? endpoints
            .save(events.getFirst(), Actor.system("webhooks"))
            .doOnNext(paused -> watch.paused(paused.id(), reason))
        : Mono.empty();
  }
}
