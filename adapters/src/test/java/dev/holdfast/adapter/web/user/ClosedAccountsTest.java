package dev.holdfast.adapter.web.user;

import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.aUser;
import static dev.holdfast.user.UserFixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ProblemException;
import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Email;
import dev.holdfast.user.User;
import dev.holdfast.user.port.InMemoryUsers;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ClosedAccountsTest {
  private static final Actor.Origin ORIGIN = new Actor.Origin("a request", null, null);
  private static final Actor ADA = new Actor(UserId.next(), Role.USER, UUID.randomUUID(), ORIGIN);
  private static final Actor GRACE = new Actor(UserId.next(), Role.USER, UUID.randomUUID(), ORIGIN);

  private final ClosedAccounts accounts = new ClosedAccounts();
  private final Callers callers =
      accounts.keepingOut(
          new Callers() {
            @Override
            public Mono<Actor> authenticate(String token, Actor.Origin origin) {
              return Mono.just(token.equals("ada") ? ADA : GRACE);
            }

            @Override
            public Optional<Actor> remembered(String token, Actor.Origin origin) {
              return Optional.of(token.equals("ada") ? ADA : GRACE);
            }
          });

  private static LoggedEvent event(String type) {
    return FeedFixtures.anEvent(type, ADA.requireUserId().value());
  }

  @Test
  void theTokensOfAClosedAccountAreRefusedUntilItIsOpenedAgain() {
    accounts.accept(event("user.deactivated"));
    StepVerifier.create(callers.authenticate("ada", ORIGIN))
        .verifyErrorSatisfies(
            failure ->
                assertThat(((ProblemException) failure).problem().code())
                    .isEqualTo("invalid-token"));
    assertThat(callers.remembered("ada", ORIGIN)).isEmpty();
    StepVerifier.create(callers.authenticate("grace", ORIGIN)).expectNext(GRACE).verifyComplete();
    assertThat(callers.remembered("grace", ORIGIN)).contains(GRACE);
    accounts.accept(event("user.reactivated"));
    StepVerifier.create(callers.authenticate("ada", ORIGIN)).expectNext(ADA).verifyComplete();
    assertThat(callers.remembered("ada", ORIGIN)).contains(ADA);
  }

  @Test
  void whoIsErasedIsKnownToBe() {
    accounts.accept(event("user.changed"));
    assertThat(accounts.isErased(ADA)).isFalse();
    accounts.accept(event("user.erased"));
    assertThat(accounts.isErased(ADA)).isTrue();
    assertThat(accounts.isErased(GRACE)).isFalse();
    assertThat(accounts.isErased(Actor.anonymous(ORIGIN))).isFalse();
    StepVerifier.create(callers.authenticate("ada", ORIGIN)).expectNext(ADA).verifyComplete();
  }

  @Test
  void aNodeThatHasHeardNothingYetAsks() {
    var users = new InMemoryUsers();
    var closed = kept(users);
    var erased = kept(users);
    var open = kept(users);
    users.deactivate(closed.id());
    users.erase(erased.erase(NOON), ADA).block();
    StepVerifier.create(accounts.ask(users, InstantSource.fixed(NOON.plusSeconds(599))))
        .verifyComplete();
    var asked = accounts.keepingOut((token, origin) -> Mono.just(actor(token, origin)));
    StepVerifier.create(asked.authenticate(closed.id().toString(), ORIGIN))
        .verifyError(ProblemException.class);
    StepVerifier.create(asked.authenticate(open.id().toString(), ORIGIN))
        .expectNextCount(1)
        .verifyComplete();
    assertThat(accounts.isErased(actor(erased.id().toString(), ORIGIN))).isTrue();
    assertThat(accounts.isErased(actor(closed.id().toString(), ORIGIN))).isFalse();
  }

  @Test
  void whatWasClosedBeforeAnyTokenOfTodayIsNotAskedFor() {
    var users = new InMemoryUsers();
    var closed = kept(users);
    users.deactivate(closed.id());
    accounts.ask(users, InstantSource.fixed(NOON.plusSeconds(601))).block();
    StepVerifier.create(
            accounts
                .keepingOut((token, origin) -> Mono.just(actor(token, origin)))
                .authenticate(closed.id().toString(), ORIGIN))
        .expectNextCount(1)
        .verifyComplete();
  }

  private static User kept(InMemoryUsers users) {
    var email = new Email(UUID.randomUUID() + "@example.org");
    return users.add(aUser(), credentials(email), ADA).blockOptional().orElseThrow();
  }

  private static Actor actor(String id, Actor.Origin origin) {
    return new Actor(new UserId(UUID.fromString(id)), Role.USER, UUID.randomUUID(), origin);
  }
}
