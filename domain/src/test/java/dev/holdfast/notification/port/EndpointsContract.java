package dev.holdfast.notification.port;

import static dev.holdfast.notification.WebhookFixtures.SAME;
import static dev.holdfast.notification.WebhookFixtures.active;
import static dev.holdfast.notification.WebhookFixtures.anEndpoint;
import static dev.holdfast.notification.WebhookFixtures.created;
import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointEvent;
import dev.holdfast.notification.EndpointEvent.EndpointChanged;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.EndpointTerms;
import dev.holdfast.notification.PauseReason;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.port.Endpoints.Subscription;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.AccessRejection.Invalid;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * What every keeper of endpoints must do. Others may keep endpoints of their own in it meanwhile.
 */
public interface EndpointsContract {
  Endpoints endpoints();

  private Endpoint kept(Endpoint endpoint) {
    return Objects.requireNonNull(endpoints().add(created(endpoint), ADMIN).block());
  }

  private static EndpointEvent described(Endpoint endpoint, String description) {
    var terms =
        new EndpointTerms(
            SAME.url(), SAME.types(), SAME.venueId(), Patch.set(description), SAME.isActive());
    return events(endpoint.change(terms, NOW.plusSeconds(1))).getFirst();
  }

  private static boolean isRejected(Throwable failure, Class<? extends Rejection> reason) {
    return failure instanceof RejectedException refused && reason.isInstance(refused.rejection());
  }

  private static EndpointSecrets secrets(String current, String previous, Instant until) {
    return new EndpointSecrets(new SealedSecret(current), new SealedSecret(previous), until);
  }

  private List<Subscription> subscriptions(VenueId venue) {
    return Objects.requireNonNull(endpoints().subscriptions().block()).stream()
        .filter(each -> venue.equals(each.venueId()))
        .toList();
  }

  private static EndpointScope of(VenueId... venues) {
    return new EndpointScope(false, Set.of(venues));
  }

  @Test
  default void anEndpointComesBackAsItWasAdded() {
    var plain = anEndpoint(null);
    var full =
        new Endpoint(
            EndpointId.next(),
            VenueId.next(),
            "https://example.com/\u00fc?a=b",
            List.of("booking.*", "venue.changed"),
            "Höfe \"am\" Park",
            false,
            PauseReason.FAILING,
            secrets("one", "two", NOW.plusNanos(123_456_000)),
            1,
            NOW.plusNanos(123_456_000),
            NOW.plusNanos(123_456_000));
    for (var endpoint : List.of(plain, full)) {
      StepVerifier.create(endpoints().add(created(endpoint), ADMIN))
          .expectNext(endpoint)
          .verifyComplete();
      StepVerifier.create(endpoints().find(endpoint.id())).expectNext(endpoint).verifyComplete();
    }
  }

  @Test
  default void whatIsNotThereIsEmpty() {
    StepVerifier.create(endpoints().find(EndpointId.next())).verifyComplete();
  }

  @Test
  default void addWritesNothingBeforeSubscription() {
    var endpoint = anEndpoint(VenueId.next());
    var neverSubscribed = endpoints().add(created(endpoint), ADMIN);
    StepVerifier.create(endpoints().find(endpoint.id())).verifyComplete();
    assertThat(neverSubscribed).isNotNull();
  }

  @Test
  default void aVenueHasNoMoreThanItsNumber() {
    var venue = VenueId.next();
    for (var i = 0; i < Endpoints.PER_VENUE_MAX; i++) {
      kept(anEndpoint(venue));
    }
    var one = anEndpoint(venue);
    StepVerifier.create(endpoints().add(created(one), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, Invalid.class));
    StepVerifier.create(endpoints().find(one.id())).verifyComplete();
    kept(anEndpoint(VenueId.next()));
  }

  @Test
  default void aChangeReplacesTheVersionBefore() {
    var endpoint = kept(anEndpoint(VenueId.next()));
    var changed = described(endpoint, "Doors");
    StepVerifier.create(endpoints().save(changed, ADMIN))
        .expectNext(changed.endpoint())
        .verifyComplete();
    StepVerifier.create(endpoints().find(endpoint.id()))
        .expectNext(changed.endpoint())
        .verifyComplete();
  }

  @Test
  default void secretsCanBeSealedOtherwiseWithoutAChange() {
    var until = NOW.plusSeconds(9);
    var endpoint = kept(anEndpoint(VenueId.next()).withSecrets(secrets("one", "two", until)));
    var anew = secrets("one anew", "two anew", until);
    StepVerifier.create(endpoints().replaceSecrets(endpoint, anew))
        .expectNext(true)
        .verifyComplete();
    StepVerifier.create(endpoints().find(endpoint.id()))
        .expectNext(endpoint.withSecrets(anew))
        .verifyComplete();
  }

  @Test
  default void secretsThatHaveBeenReplacedMeanwhileAreNotSealedOtherwise() {
    var endpoint = kept(anEndpoint(VenueId.next()));
    var rotated =
        events(endpoint.rotate(EndpointSecrets.fresh(new SealedSecret("the next")), NOW))
            .getFirst();
    StepVerifier.create(endpoints().save(rotated, ADMIN)).expectNextCount(1).verifyComplete();
    StepVerifier.create(
            endpoints()
                .replaceSecrets(endpoint, EndpointSecrets.fresh(new SealedSecret("sealed anew"))))
        .expectNext(false)
        .verifyComplete();
    StepVerifier.create(endpoints().find(endpoint.id()))
        .expectNext(rotated.endpoint())
        .verifyComplete();
  }

  @Test
  default void aChangeOfAnOldVersionIsRefusedAndChangesNothing() {
    var endpoint = kept(anEndpoint(VenueId.next()));
    var first = described(endpoint, "Doors");
    StepVerifier.create(endpoints().save(first, ADMIN)).expectNextCount(1).verifyComplete();
    StepVerifier.create(endpoints().save(described(endpoint, "Lights"), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, VersionMismatch.class));
    StepVerifier.create(endpoints().remove(endpoint.delete(NOW), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, VersionMismatch.class));
    StepVerifier.create(endpoints().find(endpoint.id()))
        .expectNext(first.endpoint())
        .verifyComplete();
  }

  @Test
  default void ofManyRacingChangesExactlyOneWins() {
    var endpoint = kept(anEndpoint(VenueId.next()));
    var wins =
        Flux.range(0, 16)
            .flatMap(
                i ->
                    endpoints()
                        .save(described(endpoint, "Doors " + i), ADMIN)
                        .thenReturn(1)
                        .onErrorResume(
                            failure -> isRejected(failure, VersionMismatch.class),
                            _ -> Mono.just(0)),
                16)
            .reduce(Integer::sum);
    StepVerifier.create(wins).expectNext(1).verifyComplete();
  }

  @Test
  default void whatIsRemovedIsGone() {
    var venue = VenueId.next();
    var endpoint = kept(anEndpoint(venue));
    StepVerifier.create(endpoints().remove(endpoint.delete(NOW), ADMIN)).verifyComplete();
    StepVerifier.create(endpoints().find(endpoint.id())).verifyComplete();
    assertThat(subscriptions(venue)).isEmpty();
  }

  @Test
  default void aWalkSeesEachEndpointOfTheScopeOnceNewestFirst() {
    var mine = VenueId.next();
    var other = VenueId.next();
    var made = Stream.generate(() -> kept(anEndpoint(mine))).limit(7).map(Endpoint::id).toList();
    kept(anEndpoint(other));
    kept(anEndpoint(null));
    var newestFirst =
        made.stream().sorted(Comparator.comparing(EndpointId::toString).reversed()).toList();
    StepVerifier.create(walk(of(mine), null).map(Endpoint::id).collectList())
        .expectNext(newestFirst)
        .verifyComplete();
    StepVerifier.create(endpoints().all(of(mine)).map(Endpoint::id).collectList())
        .expectNext(newestFirst)
        .verifyComplete();
    StepVerifier.create(endpoints().all(of())).verifyComplete();
    StepVerifier.create(
            endpoints().all(new EndpointScope(true, Set.of())).map(Endpoint::id).collectList())
        .assertNext(all -> assertThat(all).containsAll(made))
        .verifyComplete();
  }

  private Flux<Endpoint> walk(EndpointScope scope, @Nullable UUID from) {
    return endpoints()
        .list(scope, new Page.Request(3, from))
        .flatMapMany(
            page ->
                page.after() == null
                    ? Flux.fromIterable(page.items())
                    : Flux.fromIterable(page.items()).concatWith(walk(scope, page.after())));
  }

  @Test
  default void onlyActiveEndpointsAreSubscribed() {
    var venue = VenueId.next();
    var endpoint = kept(anEndpoint(venue, "booking.*"));
    assertThat(subscriptions(venue))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.endpoint()).isEqualTo(endpoint.id());
              assertThat(each.filter()).isEqualTo(endpoint.filter());
            });
    var asleep = (EndpointChanged) events(endpoint.change(active(false), NOW)).getFirst();
    StepVerifier.create(endpoints().save(asleep, ADMIN)).expectNextCount(1).verifyComplete();
    assertThat(subscriptions(venue)).isEmpty();
  }

  @Test
  default void whoComesLaterIsSubscribedSinceLater() {
    var venue = VenueId.next();
    kept(anEndpoint(venue));
    kept(anEndpoint(venue));
    var since = subscriptions(venue).stream().map(Subscription::since).sorted().toList();
    assertThat(since.getFirst()).isLessThan(since.getLast());
    StepVerifier.create(endpoints().oldestSince())
        .assertNext(oldest -> assertThat(oldest).isLessThanOrEqualTo(since.getFirst()))
        .verifyComplete();
  }
}
