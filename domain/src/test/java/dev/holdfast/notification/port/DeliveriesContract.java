package dev.holdfast.notification.port;

import static dev.holdfast.notification.WebhookFixtures.active;
import static dev.holdfast.notification.WebhookFixtures.anEndpoint;
import static dev.holdfast.notification.WebhookFixtures.created;
import static dev.holdfast.notification.WebhookFixtures.telling;
import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryLane;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.DeliveryVerdict;
import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.DeliveryVerdict.GivenUp;
import dev.holdfast.notification.DeliveryVerdict.RetryIn;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointHealth;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.WebhookTypes;
import dev.holdfast.notification.port.Deliveries.Filter;
import dev.holdfast.notification.port.Deliveries.NewDelivery;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Page;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * What every keeper of deliveries must do. Others may keep deliveries of their own in it meanwhile.
 */
public interface DeliveriesContract {
  UUID RUNNER = Ids.next();
  Duration DAY = Duration.ofDays(1);
  Duration HOUR = Duration.ofHours(1);
  int MANY = 10_000;

  Deliveries deliveries();

  Endpoints endpoints();

  private Endpoint kept(@Nullable VenueId venue) {
    return Objects.requireNonNull(endpoints().add(created(anEndpoint(venue)), ADMIN).block());
  }

  private Endpoint kept() {
    return kept(VenueId.next());
  }

  private Endpoint setActive(Endpoint endpoint, boolean isActive) {
    var event = events(endpoint.change(active(isActive), NOW)).getFirst();
    return Objects.requireNonNull(endpoints().save(event, ADMIN).block());
  }

  private long queue(NewDelivery... all) {
    return Objects.requireNonNull(deliveries().queue(Arrays.asList(all), DAY).block());
  }

  private Mono<List<DeliveryClaim>> claiming(
      UUID runner, DeliveryLane lane, List<EndpointId> busy, int perEndpoint, Duration length) {
    return deliveries().claim(runner, lane, busy, perEndpoint, MANY, length);
  }

  /** Claims of this endpoint, by the version that is told. */
  private List<DeliveryClaim> claim(
      Endpoint endpoint,
      DeliveryLane lane,
      List<EndpointId> busy,
      int perEndpoint,
      Duration length) {
    return Objects.requireNonNull(
            claiming(RUNNER, lane, busy, perEndpoint, length)
                .map(all -> all.stream().filter(c -> c.endpoint().equals(endpoint.id())).toList())
                .block())
        .stream()
        .sorted((a, b) -> Long.compare(a.subject().version(), b.subject().version()))
        .toList();
  }

  private List<DeliveryClaim> claim(Endpoint endpoint) {
    return claim(endpoint, DeliveryLane.WELL, List.of(), MANY, HOUR);
  }

  private static List<Long> versions(List<DeliveryClaim> claims) {
    return claims.stream().map(claim -> claim.subject().version()).toList();
  }

  private static DeliveryAttempt attempt(@Nullable Integer status) {
    return new DeliveryAttempt(NOW, status, 12);
  }

  private @Nullable EndpointHealth report(
      DeliveryClaim claim, @Nullable Integer status, DeliveryVerdict verdict) {
    return deliveries().report(claim, attempt(status), verdict).block();
  }

  private Delivery find(DeliveryId id) {
    return Objects.requireNonNull(deliveries().find(id).block());
  }

  @Test
  default void whatIsQueuedIsPendingAndDueAtOnce() {
    var endpoint = kept();
    var delivery = telling(endpoint, Ids.next(), 1);
    assertThat(queue(delivery)).isEqualTo(1);
    var found = find(delivery.id());
    assertThat(found.endpoint()).isEqualTo(endpoint.id());
    assertThat(found.venueId()).isEqualTo(endpoint.venueId());
    assertThat(found.eventId()).isEqualTo(delivery.subject().eventId());
    assertThat(found.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(found.attempts()).isEmpty();
    assertThat(found.nextAttemptAt()).isNotNull();
    var claimed = claim(endpoint).getFirst();
    assertThat(claimed.id()).isEqualTo(delivery.id());
    assertThat(claimed.subject()).isEqualTo(delivery.subject());
    assertThat(claimed.url()).isEqualTo(endpoint.url());
    assertThat(claimed.secrets()).isEqualTo(endpoint.secrets());
    assertThat(claimed.failures()).isZero();
    assertThat(claimed.left()).isBetween(DAY.minusMinutes(5), DAY);
  }

  @Test
  default void anEventIsQueuedOnceForAnEndpoint() {
    var endpoint = kept();
    var other = kept();
    var aggregate = Ids.next();
    assertThat(queue(telling(endpoint, aggregate, 1))).isEqualTo(1);
    assertThat(queue(telling(endpoint, aggregate, 1), telling(other, aggregate, 1))).isEqualTo(1);
    assertThat(claim(endpoint)).hasSize(1);
    StepVerifier.create(deliveries().release(RUNNER)).verifyComplete();
    assertThat(claim(other)).hasSize(1);
  }

  @Test
  default void thousandsAreQueuedAtOnce() {
    var endpoint = kept();
    var all =
        IntStream.range(0, 2_500)
            .mapToObj(_ -> telling(endpoint, Ids.next(), 1))
            .toArray(NewDelivery[]::new);
    assertThat(queue(all)).isEqualTo(2_500);
    assertThat(claim(endpoint)).hasSize(2_500);
  }

  @Test
  default void queueWritesNothingBeforeSubscription() {
    var delivery = telling(kept(), Ids.next(), 1);
    var neverSubscribed = deliveries().queue(List.of(delivery), DAY);
    StepVerifier.create(deliveries().find(delivery.id())).verifyComplete();
    assertThat(neverSubscribed).isNotNull();
  }

  @Test
  default void whatIsClaimedIsNobodyElses() {
    var endpoint = kept();
    var all =
        IntStream.range(0, 40)
            .mapToObj(_ -> telling(endpoint, Ids.next(), 1))
            .toArray(NewDelivery[]::new);
    queue(all);
    var claimed =
        Flux.range(0, 8)
            .flatMap(_ -> claiming(Ids.next(), DeliveryLane.WELL, List.of(), 10, HOUR), 8)
            .flatMapIterable(claims -> claims)
            .filter(claim -> claim.endpoint().equals(endpoint.id()))
            .map(DeliveryClaim::id)
            .collectList();
    StepVerifier.create(claimed)
        .assertNext(ids -> assertThat(ids).doesNotHaveDuplicates())
        .verifyComplete();
  }

  @Test
  default void aClaimLapsesAndWhoHeldItCannotReportAnyMore() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1));
    var lapsed = claim(endpoint, DeliveryLane.WELL, List.of(), MANY, Duration.ZERO).getFirst();
    var second = claim(endpoint).getFirst();
    assertThat(second.claimNo()).isGreaterThan(lapsed.claimNo());
    assertThat(claim(endpoint)).isEmpty();
    assertThat(report(lapsed, 200, new Delivered())).isNull();
    assertThat(find(second.id()).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(find(second.id()).attempts()).isEmpty();
    assertThat(report(second, 200, new Delivered())).isEqualTo(EndpointHealth.GOOD);
    assertThat(find(second.id()).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  default void aRunnerThatEndsLeavesItsClaimsToOthers() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1));
    assertThat(claim(endpoint)).hasSize(1);
    StepVerifier.create(deliveries().release(Ids.next())).verifyComplete();
    assertThat(claim(endpoint)).isEmpty();
    StepVerifier.create(deliveries().release(RUNNER)).verifyComplete();
    assertThat(claim(endpoint)).hasSize(1);
  }

  @Test
  default void ofOneAggregateNothingGoesBeforeWhatCameEarlier() {
    var endpoint = kept();
    var aggregate = Ids.next();
    queue(
        telling(endpoint, aggregate, 3),
        telling(endpoint, aggregate, 1),
        telling(endpoint, aggregate, 2));
    var first = claim(endpoint);
    assertThat(versions(first)).containsExactly(1L);
    assertThat(claim(endpoint)).isEmpty();
    report(first.getFirst(), 200, new Delivered());
    var second = claim(endpoint);
    assertThat(versions(second)).containsExactly(2L);
    report(second.getFirst(), 500, new RetryIn(HOUR));
    assertThat(claim(endpoint, DeliveryLane.AILING, List.of(), MANY, HOUR)).isEmpty();
    StepVerifier.create(deliveries().replay(second.getFirst().id(), DAY))
        .expectNextCount(1)
        .verifyComplete();
    var again = claim(endpoint, DeliveryLane.AILING, List.of(), MANY, HOUR);
    assertThat(versions(again)).containsExactly(2L);
    report(again.getFirst(), 500, new GivenUp());
    assertThat(versions(claim(endpoint, DeliveryLane.AILING, List.of(), MANY, HOUR)))
        .containsExactly(3L);
  }

  @Test
  default void otherEndpointsAndOtherAggregatesDoNotWait() {
    var endpoint = kept();
    var other = kept();
    var aggregate = Ids.next();
    queue(telling(endpoint, aggregate, 1), telling(other, aggregate, 2));
    queue(telling(endpoint, Ids.next(), 7));
    assertThat(versions(claim(other))).containsExactly(2L);
    StepVerifier.create(deliveries().release(RUNNER)).verifyComplete();
    assertThat(versions(claim(endpoint))).containsExactly(1L, 7L);
  }

  @Test
  default void anEndpointHasNoMoreThanItsShare() {
    var endpoint = kept();
    queue(
        LongStream.range(0, 5)
            .mapToObj(_ -> telling(endpoint, Ids.next(), 1))
            .toArray(NewDelivery[]::new));
    assertThat(claim(endpoint, DeliveryLane.WELL, List.of(), 2, HOUR)).hasSize(2);
    var busy = List.of(endpoint.id(), endpoint.id());
    assertThat(claim(endpoint, DeliveryLane.WELL, busy, 2, HOUR)).isEmpty();
    assertThat(claim(endpoint, DeliveryLane.WELL, busy, 3, HOUR)).hasSize(1);
    assertThat(claim(endpoint, DeliveryLane.WELL, Collections.nCopies(9, endpoint.id()), 3, HOUR))
        .isEmpty();
  }

  @Test
  default void noMoreIsClaimedThanThereIsRoomFor() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1), telling(endpoint, Ids.next(), 1));
    StepVerifier.create(
            deliveries().claim(Ids.next(), DeliveryLane.WELL, List.of(), MANY, 1, Duration.ZERO))
        .assertNext(claims -> assertThat(claims).hasSize(1))
        .verifyComplete();
  }

  @Test
  default void anEndpointThatFailsChangesLanesUntilItSucceeds() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1));
    assertThat(claim(endpoint, DeliveryLane.AILING, List.of(), MANY, HOUR)).isEmpty();
    var health = report(claim(endpoint).getFirst(), 503, new RetryIn(Duration.ZERO));
    assertThat(Objects.requireNonNull(health).failures()).isEqualTo(1);
    assertThat(claim(endpoint)).isEmpty();
    var again = claim(endpoint, DeliveryLane.AILING, List.of(), MANY, HOUR).getFirst();
    assertThat(again.failures()).isEqualTo(1);
    health = report(again, null, new RetryIn(Duration.ZERO));
    assertThat(Objects.requireNonNull(health).failures()).isEqualTo(2);
    assertThat(health.failingFor()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
    var last = claim(endpoint, DeliveryLane.AILING, List.of(), MANY, HOUR).getFirst();
    assertThat(report(last, 200, new Delivered())).isEqualTo(EndpointHealth.GOOD);
    assertThat(find(last.id()).attempts())
        .containsExactly(attempt(503), attempt(null), attempt(200));
    assertThat(find(last.id()).nextAttemptAt()).isNull();
    queue(telling(endpoint, Ids.next(), 1));
    assertThat(claim(endpoint)).hasSize(1);
  }

  @Test
  default void whatIsToBeRetriedIsNotDueBefore() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1));
    var claimed = claim(endpoint).getFirst();
    var due = Objects.requireNonNull(find(claimed.id()).nextAttemptAt());
    report(claimed, 500, new RetryIn(HOUR));
    assertThat(claim(endpoint, DeliveryLane.AILING, List.of(), MANY, HOUR)).isEmpty();
    var found = find(claimed.id());
    assertThat(found.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(found.nextAttemptAt()).isBetween(due.plus(HOUR), due.plus(HOUR).plusSeconds(300));
  }

  @Test
  default void onlySoManyAttemptsAreRemembered() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1));
    var lane = DeliveryLane.WELL;
    DeliveryClaim claimed = null;
    for (var i = 0; i < Delivery.ATTEMPTS_KEPT + 2; i++) {
      claimed = claim(endpoint, lane, List.of(), MANY, HOUR).getFirst();
      report(claimed, 500 + i, new RetryIn(Duration.ZERO));
      lane = DeliveryLane.AILING;
    }
    var attempts = find(Objects.requireNonNull(claimed).id()).attempts();
    assertThat(attempts).hasSize(Delivery.ATTEMPTS_KEPT);
    assertThat(attempts.getFirst()).isEqualTo(attempt(502));
    assertThat(attempts.getLast()).isEqualTo(attempt(500 + Delivery.ATTEMPTS_KEPT + 1));
  }

  @Test
  default void whatIsOpenForAnEndpointThatIsNotActiveIsPaused() {
    var endpoint = kept();
    var delivery = telling(endpoint, Ids.next(), 1);
    queue(delivery);
    var asleep = setActive(endpoint, false);
    assertThat(find(delivery.id()).status()).isEqualTo(DeliveryStatus.PAUSED);
    assertThat(find(delivery.id()).nextAttemptAt()).isNull();
    assertThat(claim(endpoint)).isEmpty();
    setActive(asleep, true);
    assertThat(find(delivery.id()).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(claim(endpoint)).hasSize(1);
  }

  @Test
  default void anEndpointBecomesActiveWithACleanSlateAndWhatIsOpenIsHastened() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1), telling(endpoint, Ids.next(), 1));
    claim(endpoint).forEach(claim -> report(claim, 500, new RetryIn(HOUR)));
    setActive(setActive(endpoint, false), true);
    assertThat(claim(endpoint)).isEmpty();
    StepVerifier.create(deliveries().hasten(endpoint.id(), DAY)).expectNext(false).verifyComplete();
    var claims = claim(endpoint);
    assertThat(claims).hasSize(2);
    assertThat(claims).allMatch(claim -> claim.failures() == 0);
  }

  @Test
  default void aReplayIsDueAtOnceUnderTheSameEvent() {
    var endpoint = kept();
    queue(telling(endpoint, Ids.next(), 1));
    var first = claim(endpoint).getFirst();
    report(first, 200, new Delivered());
    StepVerifier.create(deliveries().replay(first.id(), DAY))
        .assertNext(
            replayed -> {
              assertThat(replayed.status()).isEqualTo(DeliveryStatus.PENDING);
              assertThat(replayed.attempts()).containsExactly(attempt(200));
              assertThat(replayed.nextAttemptAt()).isNotNull();
            })
        .verifyComplete();
    assertThat(claim(endpoint).getFirst().subject()).isEqualTo(first.subject());
    StepVerifier.create(deliveries().replay(DeliveryId.next(), DAY)).verifyComplete();
  }

  @Test
  default void aTestIsKeptWithItsAttemptAndSaysNothingAboutItsEndpoint() {
    var endpoint = kept();
    var id = DeliveryId.next();
    var subject = new DeliverySubject(id.toString(), WebhookTypes.TEST, endpoint.id().value(), 1);
    var test = new NewDelivery(id, endpoint.id(), endpoint.venueId(), subject);
    StepVerifier.create(deliveries().add(test, attempt(500), false))
        .assertNext(
            kept -> {
              assertThat(kept.status()).isEqualTo(DeliveryStatus.FAILED);
              assertThat(kept.attempts()).containsExactly(attempt(500));
            })
        .verifyComplete();
    assertThat(claim(endpoint)).isEmpty();
    deliveries().replay(id, DAY).block();
    var claimed = claim(endpoint).getFirst();
    assertThat(claimed.createdAt()).isEqualTo(NOW);
    assertThat(report(claimed, 500, new GivenUp())).isEqualTo(EndpointHealth.GOOD);
  }

  @Test
  default void aWalkSeesEachDeliveryOfTheScopeOnceNewestFirst() {
    var mine = VenueId.next();
    var endpoint = kept(mine);
    var second = kept(mine);
    var made =
        IntStream.range(0, 5)
            .mapToObj(i -> telling(i % 2 == 0 ? endpoint : second, Ids.next(), 1))
            .toArray(NewDelivery[]::new);
    queue(made);
    queue(telling(kept(), Ids.next(), 1));
    var newestFirst =
        Arrays.stream(made)
            .map(NewDelivery::id)
            .sorted(Comparator.comparing(DeliveryId::toString).reversed())
            .toList();
    var scope = new EndpointScope(false, Set.of(mine));
    var all = new Filter(scope, null, null);
    StepVerifier.create(walk(all, null).map(Delivery::id).collectList())
        .expectNext(newestFirst)
        .verifyComplete();
    StepVerifier.create(deliveries().all(all).map(Delivery::id).collectList())
        .expectNext(newestFirst)
        .verifyComplete();
    StepVerifier.create(deliveries().all(new Filter(scope, second.id(), null)).count())
        .expectNext(2L)
        .verifyComplete();
    setActive(second, false);
    for (var status : DeliveryStatus.values()) {
      var count =
          switch (status) {
            case PENDING -> 3L;
            case PAUSED -> 2L;
            case DELIVERED, FAILED -> 0L;
          };
      StepVerifier.create(deliveries().all(new Filter(scope, null, status)).count())
          .expectNext(count)
          .verifyComplete();
    }
    var nobody = new Filter(new EndpointScope(false, Set.of()), null, null);
    StepVerifier.create(deliveries().all(nobody)).verifyComplete();
  }

  private Flux<Delivery> walk(Filter filter, @Nullable UUID from) {
    return deliveries()
        .list(filter, new Page.Request(2, from))
        .flatMapMany(
            page ->
                page.after() == null
                    ? Flux.fromIterable(page.items())
                    : Flux.fromIterable(page.items()).concatWith(walk(filter, page.after())));
  }

  @Test
  default void whatWasForAnEndpointThatIsGoneIsNotSeenAnyMore() {
    var endpoint = kept();
    var delivery = telling(endpoint, Ids.next(), 1);
    queue(delivery);
    endpoints().remove(endpoint.delete(NOW), ADMIN).block();
    StepVerifier.create(deliveries().find(delivery.id())).verifyComplete();
    StepVerifier.create(deliveries().replay(delivery.id(), DAY)).verifyComplete();
    assertThat(claim(endpoint)).isEmpty();
  }

  @Test
  default void whatIsOldIsPurged() {
    var endpoint = kept();
    var old = Ids.at(System.currentTimeMillis() - Duration.ofDays(40).toMillis());
    var fresh = telling(endpoint, Ids.next(), 1);
    queue(
        new NewDelivery(
            new DeliveryId(old),
            endpoint.id(),
            endpoint.venueId(),
            telling(endpoint, old, 1).subject()),
        fresh);
    StepVerifier.create(deliveries().purge(Duration.ofDays(30)))
        .assertNext(purged -> assertThat(purged).isPositive())
        .verifyComplete();
    StepVerifier.create(deliveries().find(new DeliveryId(old))).verifyComplete();
    StepVerifier.create(deliveries().find(fresh.id())).expectNextCount(1).verifyComplete();
  }
}
