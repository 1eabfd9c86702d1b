package dev.holdfast.user.port;

import static dev.holdfast.user.UserFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.KnownSession;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.UserRejection.TokenReuse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every {@link Sessions} keeps. */
public interface SessionsContract {
  Actor ACTOR = Actor.anonymous(new Actor.Origin("a request", "192.0.2.7", "a browser"));

  Sessions sessions();

  /** Someone new, who exists as far as the store cares. */
  UserId user();

  @Test
  default void aTokenIsTradedForTheNextAndThatForAnother() {
    var session = Session.open(user(), NOON);
    var first = opened(session);
    var second = aToken();
    StepVerifier.create(sessions().rotate(first, second, NOON, ACTOR))
        .expectNext(session)
        .verifyComplete();
    StepVerifier.create(sessions().rotate(second, aToken(), NOON, ACTOR))
        .expectNext(session)
        .verifyComplete();
  }

  @Test
  default void anUnknownTokenIsInvalid() {
    assertRefused(sessions().rotate(aToken(), aToken(), NOON, ACTOR), new InvalidToken());
  }

  @Test
  default void aSessionNeverOpenedHasNoToken() {
    var token = aToken();
    var neverSubscribed = sessions().open(Session.open(user(), NOON), token, ACTOR);
    assertThat(neverSubscribed).isNotNull();
    assertRefused(sessions().rotate(token, aToken(), NOON, ACTOR), new InvalidToken());
  }

  @Test
  default void aUsedTokenEndsTheSession() {
    var first = opened(Session.open(user(), NOON));
    var second = aToken();
    sessions().rotate(first, second, NOON, ACTOR).block();
    assertRefused(sessions().rotate(first, aToken(), NOON, ACTOR), new TokenReuse());
    assertRefused(sessions().rotate(second, aToken(), NOON, ACTOR), new InvalidToken());
  }

  @Test
  default void aUsedTokenStaysUsedWhenTheSessionIsOver() {
    var first = opened(Session.open(user(), NOON));
    sessions().rotate(first, aToken(), NOON, ACTOR).block();
    sessions().revoke(first, NOON, ACTOR).block();
    assertRefused(sessions().rotate(first, aToken(), NOON, ACTOR), new TokenReuse());
  }

  @Test
  default void ofManyWhoTradeOneTokenAtOnceOneSucceedsAndTheSessionIsOver() {
    var first = opened(Session.open(user(), NOON));
    var next = Flux.range(0, 8).map(_ -> aToken()).collectList().blockOptional().orElseThrow();
    var traded =
        Flux.fromIterable(next)
            .flatMap(
                token ->
                    sessions()
                        .rotate(first, token, NOON, ACTOR)
                        .subscribeOn(Schedulers.boundedElastic())
                        .thenReturn(1)
                        .onErrorResume(
                            failure -> {
                              assertThat(rejection(failure)).isEqualTo(new TokenReuse());
                              return Mono.just(0);
                            }),
                8)
            .reduce(Integer::sum);
    StepVerifier.create(traded).expectNext(1).verifyComplete();
    next.forEach(
        token ->
            assertRefused(sessions().rotate(token, aToken(), NOON, ACTOR), new InvalidToken()));
  }

  @Test
  default void allSessionsOfAUserAreKnownWithTheirEnds() {
    var user = user();
    var other = Session.open(user(), NOON);
    var over = Session.open(user, NOON);
    var live = Session.open(user, NOON.plusSeconds(1));
    opened(other);
    opened(live);
    sessions().revoke(opened(over), NOON.plusSeconds(2), ACTOR).block();
    StepVerifier.create(sessions().all(user).collectList())
        .assertNext(
            all ->
                assertThat(all)
                    .containsExactlyInAnyOrder(
                        new KnownSession(live, null), new KnownSession(over, NOON.plusSeconds(2)))
                    .isSortedAccordingTo(
                        Comparator.comparing(
                                (KnownSession known) -> known.session().id().toString())
                            .reversed()))
        .verifyComplete();
    StepVerifier.create(sessions().all(other.user()).map(KnownSession::session))
        .expectNext(other)
        .verifyComplete();
  }

  @Test
  default void aSessionIsLiveStrictlyBeforeItsEnd() {
    var end = NOON.plus(Session.LIFE);
    var first = opened(Session.open(user(), NOON));
    var second = aToken();
    sessions().rotate(first, second, end.minus(Duration.ofNanos(1_000)), ACTOR).block();
    assertRefused(sessions().rotate(second, aToken(), end, ACTOR), new InvalidToken());
  }

  @Test
  default void aRefreshDoesNotMoveTheEnd() {
    var session = Session.open(user(), NOON);
    var rotated =
        sessions().rotate(opened(session), aToken(), NOON.plus(Duration.ofDays(29)), ACTOR);
    StepVerifier.create(rotated.map(Session::expiresAt))
        .expectNext(session.expiresAt())
        .verifyComplete();
  }

  @Test
  default void aRevokedSessionIsOverAndOthersAreNot() {
    var first = opened(Session.open(user(), NOON));
    var other = opened(Session.open(user(), NOON));
    StepVerifier.create(sessions().revoke(first, NOON, ACTOR)).verifyComplete();
    assertRefused(sessions().rotate(first, aToken(), NOON, ACTOR), new InvalidToken());
    StepVerifier.create(sessions().rotate(other, aToken(), NOON, ACTOR))
        .expectNextCount(1)
        .verifyComplete();
  }

  @Test
  default void revokingTwiceOrNothingIsNoFailure() {
    var first = opened(Session.open(user(), NOON));
    StepVerifier.create(sessions().revoke(first, NOON, ACTOR)).verifyComplete();
    StepVerifier.create(sessions().revoke(first, NOON, ACTOR)).verifyComplete();
    StepVerifier.create(sessions().revoke(aToken(), NOON, ACTOR)).verifyComplete();
  }

  private RefreshToken.Hash opened(Session session) {
    var token = aToken();
    sessions().open(session, token, ACTOR).block();
    return token;
  }

  private static RefreshToken.Hash aToken() {
    return RefreshToken.next().hash();
  }

  @Test
  default void whatEndedLongAgoIsForgottenWithItsTokensAndNothingElse() {
    var then = Instant.parse("2001-01-01T12:00:00Z");
    var user = user();
    var expired = opened(Session.open(user, then));
    var revoked = opened(Session.open(user, then.plus(Session.LIFE)));
    sessions().revoke(revoked, then.plusSeconds(60), ACTOR).block();
    var used = opened(Session.open(user, then));
    sessions().rotate(used, aToken(), then, ACTOR).block();
    var live = Session.open(user, then.plusSeconds(120));
    opened(live);

    var day = then.plus(Session.LIFE).plusSeconds(60);
    StepVerifier.create(sessions().purge(then.minusSeconds(1))).expectNext(0L).verifyComplete();
    StepVerifier.create(sessions().purge(day)).expectNext(3L).verifyComplete();
    StepVerifier.create(sessions().purge(day)).expectNext(0L).verifyComplete();
    for (var token : List.of(expired, revoked, used)) {
      assertRefused(sessions().rotate(token, aToken(), then, ACTOR), new InvalidToken());
    }
    StepVerifier.create(sessions().all(user).map(KnownSession::session))
        .expectNext(live)
        .verifyComplete();
  }

  private static void assertRefused(Mono<?> attempt, Rejection reason) {
    StepVerifier.create(attempt)
        .verifyErrorSatisfies(failure -> assertThat(rejection(failure)).isEqualTo(reason));
  }

  private static Rejection rejection(Throwable failure) {
    assertThat(failure).isInstanceOf(RejectedException.class);
    return ((RejectedException) failure).rejection();
  }
}
