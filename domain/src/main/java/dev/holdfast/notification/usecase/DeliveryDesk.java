package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryPolicy;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.DeliveryVerdict.GivenUp;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.WebhookTypes;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.notification.port.Deliveries.Filter;
import dev.holdfast.notification.port.Deliveries.NewDelivery;
import dev.holdfast.notification.port.WebhookWatch;
import dev.holdfast.notification.usecase.WebhookCourier.Trip;
import dev.holdfast.shared.AccessRejection.Overloaded;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers what has become of deliveries, replays them, and sends tests while one waits. */
public final class DeliveryDesk {
  /** Each may wait for a receiver that hangs; whoever comes later is told to try again. */
  private static final int TESTS_MAX = 16;

  private final Deliveries deliveries;
  private final EndpointAccess access;
  private final WebhookCourier courier;
  private final DeliveryPolicy policy;
  private final Runnable wake;
  private final WebhookWatch watch;
  private final Semaphore tests = new Semaphore(TESTS_MAX);

  /**
   * @param wake called when there is something to send
   */
  public DeliveryDesk(
      Deliveries deliveries,
      EndpointAccess access,
      WebhookCourier courier,
      DeliveryPolicy policy,
      Runnable wake,
      WebhookWatch watch) {
    this.deliveries = deliveries;
    this.access = access;
    this.courier = courier;
    this.policy = policy;
    this.wake = wake;
    this.watch = watch;
  }

  /** Binds what this desk carries out. */
  public void bind(CommandBus commands, QueryBus queries) {
    commands.handle(TestEndpoint.class, this::test).handle(ReplayDelivery.class, this::replay);
    queries
        .handle(GetDelivery.class, this::get)
        .handle(ListDeliveries.class, this::list)
        .handleStream(StreamDeliveries.class, this::stream);
  }

  /** Works for an endpoint that is not active too: it may be tried before it is made so. */
  Mono<Delivery> test(TestEndpoint command) {
    return access
        .endpoint(command.actor(), command.endpoint())
        .flatMap(
            endpoint ->
                tests.tryAcquire()
                    ? sent(endpoint).doFinally(_ -> tests.release())
                    : Mono.error(() -> new RejectedException(new Overloaded())));
  }

  private Mono<Delivery> sent(Endpoint endpoint) {
    var id = DeliveryId.next();
    var subject =
        new DeliverySubject(
            id.toString(), WebhookTypes.TEST, endpoint.id().value(), endpoint.version());
    var delivery = new NewDelivery(id, endpoint.id(), endpoint.venueId(), subject);
    return courier
        .test(endpoint, subject)
        .doOnNext(this::tell)
        .flatMap(trip -> deliveries.add(delivery, trip.attempt(), trip.reply().isTaken()));
  }

  private void tell(Trip trip) {
    var verdict = trip.reply().isTaken() ? new Delivered() : new GivenUp();
    watch.attempted(trip.reply(), verdict, trip.took());
  }

  Mono<Delivery> replay(ReplayDelivery command) {
    return access
        .delivery(command.actor(), command.delivery())
        .flatMap(found -> deliveries.replay(found.id(), policy.triedFor()))
        .doOnNext(_ -> wake.run());
  }

  Mono<Delivery> get(GetDelivery query) {
    return access.delivery(query.actor(), query.delivery());
  }

  Mono<Page<Delivery>> list(ListDeliveries query) {
    return access
        .scope(query.actor())
        .map(scope -> new Filter(scope, query.endpoint(), query.status()))
        .flatMap(filter -> deliveries.list(filter, query.page()));
  }

  Flux<Delivery> stream(StreamDeliveries query) {
    return access
        .scope(query.actor())
        .map(scope -> new Filter(scope, query.endpoint(), query.status()))
        .flatMapMany(deliveries::all);
  }
}
