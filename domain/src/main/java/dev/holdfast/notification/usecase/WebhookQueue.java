package dev.holdfast.notification.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.usecase.EventHandler;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryPolicy;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.notification.port.Deliveries.NewDelivery;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.notification.port.Endpoints.Subscription;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Makes a delivery of each event for each active endpoint that wants it and was there before it
 * happened. The same events again make nothing new.
 */
public final class WebhookQueue implements EventHandler {
  private final Endpoints endpoints;
  private final Deliveries deliveries;
  private final EventLog log;
  private final DeliveryPolicy policy;
  private final Runnable wake;

  /**
   * @param wake called when there is something to send
   */
  public WebhookQueue(
      Endpoints endpoints,
      Deliveries deliveries,
      EventLog log,
      DeliveryPolicy policy,
      Runnable wake) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.log = log;
    this.policy = policy;
    this.wake = wake;
  }

  /**
   * Passes over what happened before there was any endpoint: a log of years need not be read to
   * begin with the first. The end of the log is asked for first; an endpoint that is not seen after
   * that comes to be in a transaction that is later than it.
   */
  @Override
  public Mono<Position> resumeFrom(Position checkpoint) {
    return log.head()
        .flatMap(
            head ->
                endpoints
                    .oldestSince()
                    .map(since -> new Position(since, 0))
                    .defaultIfEmpty(head)
                    .map(first -> first.isAfter(checkpoint) ? first : checkpoint));
  }

  @Override
  public Mono<Void> handle(List<LoggedEvent> events) {
    var told = events.stream().filter(LoggedEvent::isPublished).toList();
    return told.isEmpty()
        ? Mono.empty()
        : endpoints
            .subscriptions()
            .map(all -> wanted(all, told))
            .filter(wanted -> !wanted.isEmpty())
            .flatMap(wanted -> deliveries.queue(wanted, policy.triedFor()))
            .doOnNext(made -> wakeUnless(made == 0))
            .then();
  }

  private void wakeUnless(boolean nothingNew) {
    if (!nothingNew) {
      wake.run();
    }
  }

  private static List<NewDelivery> wanted(List<Subscription> all, List<LoggedEvent> events) {
    return events.stream()
        .flatMap(
            event ->
                all.stream()
                    .filter(each -> event.position().transaction() > each.since())
                    .filter(each -> each.filter().wants(event))
                    .map(each -> delivery(each, event)))
        .toList();
  }

  private static NewDelivery delivery(Subscription subscription, LoggedEvent event) {
    return new NewDelivery(
        DeliveryId.next(),
        subscription.endpoint(),
        subscription.venueId(),
        new DeliverySubject(
            event.position().toString(), event.type(), event.aggregateId(), event.version()));
  }
}
