package dev.holdfast.notification.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryLane;
import dev.holdfast.notification.DeliveryPolicy;
import dev.holdfast.notification.EndpointHealth;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.notification.port.WebhookWatch;
import dev.holdfast.notification.usecase.WebhookCourier.Trip;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

/**
 * Sends what is due, on every node at once: each takes what it has room for under a claim that
 * lapses by the database's clock, so that what a killed node was sending is sent by another.
 *
 * <p>There are two lanes, each with its own room: endpoints that fail have one of their own, in
 * which they get one attempt at a time, so that however many hang, the others are not delayed. An
 * endpoint never has more under way than its share.
 *
 * <p>While the database is away nothing is sent; it is tried again at each tick.
 */
public final class WebhookDispatcher {
  private static final Duration WAKE_PATIENCE = Duration.ofMillis(100);

  /**
   * @param poll how often it is looked for what has become due
   * @param claim how long what a dead node was sending is left alone; longer than an attempt takes
   * @param perEndpoint how much may be under way for one endpoint
   * @param well how much may be under way for all endpoints whose last attempt succeeded
   * @param ailing and for all others, one each
   */
  public record Settings(Duration poll, Duration claim, int perEndpoint, int well, int ailing) {}

  private final UUID runner;
  private final Deliveries deliveries;
  private final EventLog log;
  private final WebhookCourier courier;
  private final EndpointPauser pauser;
  private final DeliveryPolicy policy;
  private final Settings settings;
  private final WebhookWatch watch;
  private final Map<DeliveryId, EndpointId> underWay = new ConcurrentHashMap<>();
  private final Sinks.Many<Boolean> wakeUps = Sinks.many().multicast().directBestEffort();

  /**
   * @param runner one id per process
   */
  public WebhookDispatcher(
      UUID runner,
      Deliveries deliveries,
      EventLog log,
      WebhookCourier courier,
      EndpointPauser pauser,
      DeliveryPolicy policy,
      Settings settings,
      WebhookWatch watch) {
    this.runner = runner;
    this.deliveries = deliveries;
    this.log = log;
    this.courier = courier;
    this.pauser = pauser;
    this.policy = policy;
    this.settings = settings;
    this.watch = watch;
  }

  /** Runs until cancelled, and then leaves what it was sending to others. Subscribe once. */
  public Mono<Void> run() {
    var well = new Lane(DeliveryLane.WELL, settings.perEndpoint(), settings.well());
    var ailing = new Lane(DeliveryLane.AILING, 1, settings.ailing());
    return Flux.usingWhen(
            Mono.just(runner), _ -> Flux.merge(well.work(), ailing.work()), deliveries::release)
        .then();
  }

  /** Says that something may have become due. */
  public void wake() {
    wakeUps.emitNext(true, EmitFailureHandler.busyLooping(WAKE_PATIENCE));
  }

  /** How much is under way on this node. */
  public int underWay() {
    return underWay.size();
  }

  /** Something to be sent; without its event when it is a test, or none can be found. */
  private record Parcel(DeliveryClaim claim, @Nullable LoggedEvent event) {}

  /** Endpoints of one kind. */
  private final class Lane {
    private final DeliveryLane lane;
    private final int perEndpoint;
    private final int room;
    private final Map<DeliveryId, EndpointId> mine = new ConcurrentHashMap<>();

    Lane(DeliveryLane lane, int perEndpoint, int room) {
      this.lane = lane;
      this.perEndpoint = perEndpoint;
      this.room = room;
    }

    /** An element for each attempt that is over. */
    Flux<EndpointHealth> work() {
      return Flux.<Object>merge(Flux.interval(Duration.ZERO, settings.poll()), wakeUps.asFlux())
          .onBackpressureLatest()
          .concatMap(_ -> round().onErrorResume(this::later), 0)
          .concatMapIterable(parcels -> parcels)
          .flatMap(this::deliver, room);
    }

    private Mono<List<Parcel>> round() {
      var free = room - mine.size();
      return free <= 0
          ? Mono.empty()
          : deliveries
              .claim(
                  runner, lane, List.copyOf(underWay.values()), perEndpoint, free, settings.claim())
              .filter(claims -> !claims.isEmpty())
              .flatMap(this::packed)
              .doOnNext(parcels -> parcels.forEach(this::enter));
    }

    private Mono<List<Parcel>> packed(List<DeliveryClaim> claims) {
      var wanted =
          claims.stream()
              .filter(claim -> !claim.subject().isTest())
              .map(WebhookDispatcher::version)
              .distinct()
              .toList();
      return wanted.isEmpty()
          ? Mono.just(parcels(claims, List.of()))
          : log.versions(wanted).map(events -> parcels(claims, events));
    }

    private void enter(Parcel parcel) {
      mine.put(parcel.claim().id(), parcel.claim().endpoint());
      underWay.put(parcel.claim().id(), parcel.claim().endpoint());
    }

    private Mono<EndpointHealth> deliver(Parcel parcel) {
      return courier
          .carry(parcel.claim(), parcel.event())
          .flatMap(trip -> report(parcel.claim(), trip))
          .onErrorResume(this::later)
          .doFinally(_ -> leave(parcel.claim().id()));
    }

    private void leave(DeliveryId id) {
      mine.remove(id);
      underWay.remove(id);
      wake();
    }

    private <T> Mono<T> later(Throwable failure) {
      watch.isHeldUp(failure);
      return Mono.empty();
    }
  }

  private static AggregateVersion version(DeliveryClaim claim) {
    return new AggregateVersion(claim.subject().aggregateId(), claim.subject().version());
  }

  private static List<Parcel> parcels(List<DeliveryClaim> claims, List<LoggedEvent> events) {
    var byVersion =
        events.stream()
            .collect(
                Collectors.toMap(
                    event -> new AggregateVersion(event.aggregateId(), event.version()),
                    Function.identity()));
    return claims.stream().map(claim -> new Parcel(claim, byVersion.get(version(claim)))).toList();
  }

  private Mono<EndpointHealth> report(DeliveryClaim claim, Trip trip) {
    var verdict = policy.verdict(claim, trip.reply(), ThreadLocalRandom.current().nextDouble());
    watch.attempted(trip.reply(), verdict, trip.took());
    return deliveries
        .report(claim, trip.attempt(), verdict)
        .delayUntil(
            health ->
                policy
                    .pause(trip.reply(), health)
                    .map(reason -> pauser.pause(claim.endpoint(), reason))
                    .orElseGet(Mono::empty));
  }
}
