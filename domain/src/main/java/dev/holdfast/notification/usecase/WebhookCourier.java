package dev.holdfast.notification.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.WebhookReply;
import dev.holdfast.notification.WebhookReply.Outcome;
import dev.holdfast.notification.WebhookTargets;
import dev.holdfast.notification.port.EndpointVault;
import dev.holdfast.notification.port.WebhookBodies;
import dev.holdfast.notification.port.WebhookSender;
import dev.holdfast.notification.port.WebhookSender.Message;
import dev.holdfast.notification.port.WebhookWatch;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.RejectedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Takes one thing to one endpoint: writes it, signs it with each live secret, and sends it. */
public final class WebhookCourier {
  private final WebhookTargets targets;
  private final EndpointVault vault;
  private final WebhookBodies bodies;
  private final WebhookSender sender;
  private final InstantSource clock;
  private final WebhookWatch watch;

  public WebhookCourier(
      WebhookTargets targets,
      EndpointVault vault,
      WebhookBodies bodies,
      WebhookSender sender,
      InstantSource clock,
      WebhookWatch watch) {
    this.targets = targets;
    this.vault = vault;
    this.bodies = bodies;
    this.sender = sender;
    this.clock = clock;
    this.watch = watch;
  }

  /** One attempt and what came of it. */
  record Trip(DeliveryAttempt attempt, WebhookReply reply, Duration took) {}

  /**
   * Sends what is claimed. Fails only by an outage of ours, which is not the receiver's fault and
   * no attempt.
   *
   * @param event absent when it is a test, or cannot be found
   */
  Mono<Trip> carry(DeliveryClaim claim, @Nullable LoggedEvent event) {
    var subject = claim.subject();
    var body =
        subject.isTest()
            ? Mono.fromSupplier(() -> bodies.ofTest(subject, claim.venueId(), claim.createdAt()))
            : Mono.justOrEmpty(event).flatMap(bodies::of);
    return trip(clock.instant(), claim.url(), claim.endpoint(), claim.secrets(), subject, body);
  }

  /** Sends a test that is made at the time of the attempt. */
  Mono<Trip> test(Endpoint endpoint, DeliverySubject subject) {
    var at = clock.instant();
    var body = Mono.fromSupplier(() -> bodies.ofTest(subject, endpoint.venueId(), at));
    return trip(at, endpoint.url(), endpoint.id(), endpoint.secrets(), subject, body);
  }

  private Mono<Trip> trip(
      Instant at,
      String url,
      EndpointId endpoint,
      EndpointSecrets secrets,
      DeliverySubject subject,
      Mono<String> body) {
    return Mono.defer(
            () -> {
              var target = targets.judge(url);
              return body.map(
                      text ->
                          new Message(
                              target, subject.eventId(), at, text, open(endpoint, secrets, at)))
                  .flatMap(sender::send)
                  .defaultIfEmpty(WebhookReply.unanswered(Outcome.UNREADABLE))
                  .doOnError(watch::isHeldUp)
                  .onErrorReturn(
                      failure -> !(failure instanceof OutageException),
                      WebhookReply.unanswered(Outcome.UNREADABLE))
                  .timed()
                  .map(timed -> trip(at, timed.get(), timed.elapsed()));
            })
        .onErrorResume(
            RejectedException.class,
            _ -> Mono.just(trip(at, WebhookReply.unanswered(Outcome.FORBIDDEN), Duration.ZERO)));
  }

  private static Trip trip(Instant at, WebhookReply reply, Duration took) {
    return new Trip(new DeliveryAttempt(at, reply.status(), took.toMillis()), reply, took);
  }

  private List<String> open(EndpointId endpoint, EndpointSecrets secrets, Instant at) {
    var open = new ArrayList<String>();
    open.add(vault.openCurrent(endpoint, secrets.current()));
    var previous = secrets.previousAt(at);
    if (previous != null) {
      open.add(vault.openPrevious(endpoint, previous));
    }
    return open;
  }
}
