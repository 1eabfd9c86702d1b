package dev.holdfast.user.usecase;

import static dev.holdfast.user.UserFixtures.ADA;
import static dev.holdfast.user.UserFixtures.GRACE;
import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.PASS_PHRASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.UserRejection.InvalidCredentials;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.UserRejection.TokenReuse;
import dev.holdfast.user.port.AccessTokens.Verdict;
import dev.holdfast.user.port.InMemorySessions;
import dev.holdfast.user.port.InMemoryUsers;
import dev.holdfast.user.port.ReadableHashes;
import dev.holdfast.user.port.ReadableKeys;
import dev.holdfast.user.port.ReadablePasswords;
import dev.holdfast.user.port.ReadableTokens;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SignInsTest {
  private static final Actor STRANGER =
      Actor.anonymous(new Actor.Origin("a request", "127.0.0.1", null));
  private static final Password WRONG = new Password("nine violet umbrellas!");

  private final InMemoryUsers users = new InMemoryUsers();
  private final ReadablePasswords passwords = new ReadablePasswords();
  private final ReadableTokens tokens = new ReadableTokens();
  private final List<Optional<UserId>> refused = new ArrayList<>();
  private final CommandBus commands = new CommandBus(Around.NOTHING);
  private final QueryBus queries = new QueryBus(Around.NOTHING);

  @BeforeEach
  void registerAndSignUpAda() {
    var clock = InstantSource.fixed(NOON);
    var hashes = new ReadableHashes();
    new Accounts(users, new ReadableKeys(), hashes, passwords, clock).bind(commands);
    new SignIns(
            users,
            new InMemorySessions(),
            hashes,
            passwords,
            tokens,
            (account, _) -> refused.add(Optional.ofNullable(account)),
            clock)
        .bind(commands, queries);
    commands
        .send(
            new SignUp(
                STRANGER,
                ADA,
                PASS_PHRASE,
                new PersonName("Ada"),
                new PersonName("Lovelace"),
                null))
        .block();
  }

  @Test
  void theRightPasswordOpensASessionInTheUsersName() {
    StepVerifier.create(commands.send(logIn(ADA, PASS_PHRASE)))
        .assertNext(pair -> assertSpeaksFor(ada(), pair))
        .verifyComplete();
    StepVerifier.create(users.find(ada()))
        .assertNext(user -> assertThat(user.lastLoginAt()).isEqualTo(NOON))
        .verifyComplete();
  }

  @Test
  void everyRefusalIsTheSameAndTakesTheSameWork() {
    var before = passwords.hashed();
    assertRefused(commands.send(logIn(ADA, WRONG)), new InvalidCredentials());
    assertRefused(commands.send(logIn(GRACE, PASS_PHRASE)), new InvalidCredentials());
    assertRefused(commands.send(logIn(null, PASS_PHRASE)), new InvalidCredentials());
    assertThat(refused).containsExactly(Optional.of(ada()), Optional.empty(), Optional.empty());
    users.deactivate(ada());
    assertRefused(commands.send(logIn(ADA, PASS_PHRASE)), new InvalidCredentials());
    assertThat(passwords.hashed() - before).isEqualTo(4);
  }

  @Test
  void aRefreshGivesANewPairOfTheSameSession() {
    var first = loggedIn();
    StepVerifier.create(commands.send(new RefreshSession(STRANGER, first.refresh())))
        .assertNext(
            second -> {
              assertSpeaksFor(ada(), second);
              assertThat(second.refresh()).isNotEqualTo(first.refresh());
              assertThat(tokens.verify(second.access().token()))
                  .isEqualTo(tokens.verify(first.access().token()));
            })
        .verifyComplete();
  }

  @Test
  void aUsedTokenEndsTheSessionForWhoeverHoldsIt() {
    var first = loggedIn();
    var second = refreshed(first.refresh());
    assertRefused(refresh(first.refresh()), new TokenReuse());
    assertRefused(refresh(second.refresh()), new InvalidToken());
  }

  @Test
  void aRefreshOfAClosedAccountIsRefused() {
    var first = loggedIn();
    users.deactivate(ada());
    assertRefused(refresh(first.refresh()), new InvalidToken());
  }

  @Test
  void aLogoutEndsTheSessionAndIsNeverRefused() {
    var first = loggedIn();
    StepVerifier.create(commands.send(new LogOut(STRANGER, first.refresh()))).verifyComplete();
    assertRefused(refresh(first.refresh()), new InvalidToken());
    StepVerifier.create(commands.send(new LogOut(STRANGER, first.refresh()))).verifyComplete();
    StepVerifier.create(commands.send(new LogOut(STRANGER, RefreshToken.next()))).verifyComplete();
  }

  @Test
  void aHashThatHasBecomeTooWeakIsMadeAnewWhenThePasswordIsKnown() {
    var outdated = ReadablePasswords.outdated(PASS_PHRASE);
    var current = passwordOf(ada());
    users.rehash(ada(), current, outdated).block();
    loggedIn();
    assertThat(passwordOf(ada())).isEqualTo(current);
    assertRefused(commands.send(logIn(ADA, WRONG)), new InvalidCredentials());
  }

  @Test
  void everyoneSeesTheirOwnSessions() {
    var first = loggedIn();
    loggedIn();
    commands.send(new LogOut(STRANGER, first.refresh())).block();
    var actor = new Actor(ada(), Role.USER, null, STRANGER.origin());
    StepVerifier.create(
            queries.stream(new StreamOwnSessions(actor))
                .map(known -> known.revokedAt() == null ? "live" : "over")
                .sort()
                .collectList())
        .expectNext(List.of("live", "over"))
        .verifyComplete();
    var another = new Actor(UserId.next(), Role.USER, null, STRANGER.origin());
    StepVerifier.create(queries.stream(new StreamOwnSessions(another))).verifyComplete();
  }

  private PasswordHash passwordOf(UserId user) {
    return users.findAccount(user).blockOptional().orElseThrow().password();
  }

  private UserId ada() {
    return new UserId(users.events().getFirst().facts().id());
  }

  private TokenPair loggedIn() {
    return commands.send(logIn(ADA, PASS_PHRASE)).blockOptional().orElseThrow();
  }

  private TokenPair refreshed(RefreshToken token) {
    return refresh(token).blockOptional().orElseThrow();
  }

  private Mono<TokenPair> refresh(RefreshToken token) {
    return commands.send(new RefreshSession(STRANGER, token));
  }

  private void assertSpeaksFor(UserId user, TokenPair pair) {
    assertThat(tokens.verify(pair.access().token()))
        .isInstanceOfSatisfying(
            Verdict.Good.class,
            good -> {
              assertThat(good.claims().user()).isEqualTo(user);
              assertThat(good.claims().role()).isEqualTo(Role.USER);
            });
  }

  private static LogIn logIn(@Nullable Email email, Password password) {
    return new LogIn(STRANGER, email, password);
  }

  private static void assertRefused(Mono<?> attempt, Rejection reason) {
    StepVerifier.create(attempt)
        .verifyErrorSatisfies(
            failure -> {
              assertThat(failure).isInstanceOf(RejectedException.class);
              assertThat(((RejectedException) failure).rejection()).isEqualTo(reason);
            });
  }
}
