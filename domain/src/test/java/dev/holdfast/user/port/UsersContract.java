package dev.holdfast.user.port;

import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.aUser;
import static dev.holdfast.user.UserFixtures.credentials;
import static dev.holdfast.user.UserFixtures.hash;
import static dev.holdfast.user.UserFixtures.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Account;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.Email;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.LookupKeys;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent.UserChanged;
import dev.holdfast.user.UserEvent.UserDeactivated;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.UserRejection.InvalidToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every {@link Users} keeps. */
public interface UsersContract {
  Instant LATER = NOON.plusSeconds(3600);
  Comparator<User> NEWEST_FIRST =
      Comparator.<User, String>comparing(user -> user.id().toString()).reversed();

  Users users();

  /** The sessions of these users. */
  Sessions sessions();

  @Test
  default void nothingIsKeptBeforeSubscription() {
    var created = aUser();
    var neverSubscribed = users().add(created, credentials(anEmail()), someone());
    assertThat(neverSubscribed).isNotNull();
    StepVerifier.create(users().find(created.user().id())).verifyComplete();
  }

  @Test
  default void whoIsAddedIsFoundAsTheyWere() {
    var created = aUser();
    StepVerifier.create(users().add(created, credentials(anEmail()), someone()))
        .expectNext(created.user())
        .verifyComplete();
    StepVerifier.create(users().find(created.user().id()))
        .expectNext(created.user())
        .verifyComplete();
  }

  @Test
  default void anAccountIsFoundByTheHashOfItsAddress() {
    var created = aUser();
    var email = anEmail();
    var credentials = credentials(email);
    users().add(created, credentials, someone()).block();
    StepVerifier.create(users().findByEmail(hash(email)))
        .assertNext(
            account -> {
              assertThat(account.user()).isEqualTo(created.user());
              assertThat(account.password()).isEqualTo(credentials.password());
            })
        .verifyComplete();
  }

  @Test
  default void theUnknownAreNotFound() {
    StepVerifier.create(users().find(UserId.next())).verifyComplete();
    StepVerifier.create(users().findByEmail(hash(anEmail()))).verifyComplete();
  }

  @Test
  default void anAddressBelongsToOnePerson() {
    var email = anEmail();
    var second = aUser();
    users().add(aUser(), credentials(email), someone()).block();
    StepVerifier.create(users().add(second, credentials(email), someone()))
        .verifyErrorSatisfies(UsersContract::assertTaken);
    StepVerifier.create(users().find(second.user().id())).verifyComplete();
  }

  @Test
  default void ofManyWhoWantOneAddressAtOnceExactlyOneGetsIt() {
    var email = anEmail();
    var added =
        Flux.range(0, 8)
            .flatMap(
                _ ->
                    users()
                        .add(aUser(), credentials(email), someone())
                        .subscribeOn(Schedulers.boundedElastic())
                        .thenReturn(1)
                        .onErrorResume(
                            failure -> {
                              assertTaken(failure);
                              return Mono.just(0);
                            }),
                8)
            .reduce(Integer::sum);
    StepVerifier.create(added).expectNext(1).verifyComplete();
  }

  @Test
  default void aLoginIsNotedWithoutANewVersion() {
    var created = aUser();
    var later = NOON.plusSeconds(60);
    users().add(created, credentials(anEmail()), someone()).block();
    StepVerifier.create(users().noteLogin(created.user().id(), later)).verifyComplete();
    StepVerifier.create(users().find(created.user().id()))
        .assertNext(
            user -> {
              assertThat(user.lastLoginAt()).isEqualTo(later);
              assertThat(user.version()).isEqualTo(1);
              assertThat(user.updatedAt()).isEqualTo(NOON);
            })
        .verifyComplete();
  }

  @Test
  default void aUserIsFoundWithItsPasswordByItsId() {
    var created = added(anEmail());
    StepVerifier.create(users().findAccount(created.id()))
        .assertNext(account -> assertThat(account.user()).isEqualTo(created))
        .verifyComplete();
    StepVerifier.create(users().findAccount(UserId.next())).verifyComplete();
  }

  @Test
  default void aChangeReplacesTheVersionBeforeItAndNoOther() {
    var email = anEmail();
    var before = added(email);
    var changed = renamed(before);
    StepVerifier.create(users().save(changed, null, null, someone()))
        .expectNext(changed.user())
        .verifyComplete();
    StepVerifier.create(users().findByEmail(hash(email)).map(Account::user))
        .expectNext(changed.user())
        .verifyComplete();
    StepVerifier.create(users().save(renamed(before), null, null, someone()))
        .verifyErrorSatisfies(failure -> assertRefused(failure, new VersionMismatch(2)));
    StepVerifier.create(users().save(renamed(aUser().user()), null, null, someone()))
        .verifyErrorSatisfies(failure -> assertRefused(failure, new VersionMismatch(0)));
  }

  @Test
  default void ofManyChangesOfOneVersionExactlyOneIsKept() {
    var before = added(anEmail());
    var kept =
        Flux.range(0, 8)
            .flatMap(
                _ ->
                    users()
                        .save(renamed(before), null, null, someone())
                        .subscribeOn(Schedulers.boundedElastic())
                        .thenReturn(1)
                        .onErrorResume(
                            failure -> {
                              assertRefused(failure, new VersionMismatch(2));
                              return Mono.just(0);
                            }),
                8)
            .reduce(Integer::sum);
    StepVerifier.create(kept).expectNext(1).verifyComplete();
  }

  @Test
  default void aNewAddressReplacesTheOldOneAndIsNobodyElses() {
    var old = anEmail();
    var next = anEmail();
    var taken = anEmail();
    var before = added(old);
    added(taken);
    var moved = before.readdress(new Sealed("b3RoZXI="), LATER);
    StepVerifier.create(users().save(moved, lookup(taken), null, someone()))
        .verifyErrorSatisfies(UsersContract::assertTaken);
    StepVerifier.create(users().findByEmail(hash(old)).map(Account::user))
        .expectNext(before)
        .verifyComplete();
    StepVerifier.create(users().save(moved, lookup(next), null, someone()))
        .expectNext(moved.user())
        .verifyComplete();
    StepVerifier.create(users().findByEmail(hash(old))).verifyComplete();
    StepVerifier.create(users().findByEmail(hash(next)).map(Account::user))
        .expectNext(moved.user())
        .verifyComplete();
  }

  @Test
  default void aNewPasswordAndAClosedAccountEndEverySession() {
    var user = added(anEmail());
    var first = session(user);
    var others = session(added(anEmail()));
    var password = new PasswordHash("$argon2id$of something else");
    var changed = user.repassword(LATER);
    StepVerifier.create(users().save(changed, null, password, someone()))
        .expectNext(changed.user())
        .verifyComplete();
    StepVerifier.create(users().findAccount(user.id()).map(Account::password))
        .expectNext(password)
        .verifyComplete();
    assertOver(first);
    StepVerifier.create(sessions().rotate(others, RefreshToken.next().hash(), NOON, someone()))
        .expectNextCount(1)
        .verifyComplete();

    var second = session(user);
    var closed = new UserDeactivated(closed(changed.user()), LATER);
    StepVerifier.create(users().save(closed, null, null, someone()))
        .expectNext(closed.user())
        .verifyComplete();
    assertOver(second);
  }

  @Test
  default void anyOtherChangeLeavesTheSessions() {
    var user = added(anEmail());
    var token = session(user);
    users().save(renamed(user), null, null, someone()).block();
    StepVerifier.create(sessions().rotate(token, RefreshToken.next().hash(), NOON, someone()))
        .expectNextCount(1)
        .verifyComplete();
  }

  @Test
  default void aHashIsMadeAnewOnlyWhileItIsTheSame() {
    var user = added(anEmail());
    var old = credentials(anEmail()).password();
    var anew = new PasswordHash("$argon2id$of the same");
    users().rehash(user.id(), new PasswordHash("$argon2id$of another"), anew).block();
    StepVerifier.create(users().findAccount(user.id()).map(Account::password))
        .expectNext(old)
        .verifyComplete();
    users().rehash(user.id(), old, anew).block();
    StepVerifier.create(users().findAccount(user.id()))
        .assertNext(
            account -> {
              assertThat(account.password()).isEqualTo(anew);
              assertThat(account.user()).isEqualTo(user);
            })
        .verifyComplete();
  }

  @Test
  default void whoIsErasedIsNotFoundAndTheirAddressIsFree() {
    var email = anEmail();
    var user = added(email);
    var token = session(user);
    StepVerifier.create(users().erase(renamed(user).user().erase(LATER), someone()))
        .verifyErrorSatisfies(failure -> assertRefused(failure, new VersionMismatch(1)));
    StepVerifier.create(users().erase(user.erase(LATER), someone())).verifyComplete();
    StepVerifier.create(users().find(user.id())).verifyComplete();
    StepVerifier.create(users().findAccount(user.id())).verifyComplete();
    StepVerifier.create(users().findByEmail(hash(email))).verifyComplete();
    assertOver(token);
    assertThat(added(email)).isNotNull();
  }

  @Test
  default void whoWasClosedOrErasedLatelyIsKnownToBe() {
    var open = added(anEmail());
    users().save(renamed(open), null, null, someone()).block();
    var closed = added(anEmail());
    users().save(new UserDeactivated(closed(closed), LATER), null, null, someone()).block();
    var erased = added(anEmail());
    users().erase(erased.erase(LATER), someone()).block();
    assertThat(closedSince(LATER))
        .contains(new Users.Closed(closed.id(), false), new Users.Closed(erased.id(), true))
        .noneMatch(each -> each.id().equals(open.id()));
    assertThat(closedSince(LATER.plusNanos(1_000)))
        .noneMatch(each -> each.id().equals(closed.id()) || each.id().equals(erased.id()));
  }

  private List<Users.Closed> closedSince(Instant instant) {
    return users().closedSince(instant).blockOptional().orElseThrow();
  }

  @Test
  default void peopleAreFoundByWhatIsKnownOfThem() {
    var name = new LookupHash(sha256(UUID.randomUUID().toString()));
    var phone = new LookupHash(sha256(UUID.randomUUID().toString()));
    var email = anEmail();
    var one = added(new LookupKeys(hash(email), name, hash(anEmail()), phone));
    var two = added(new LookupKeys(hash(anEmail()), name, hash(anEmail()), null));
    var three = added(new LookupKeys(hash(anEmail()), hash(anEmail()), name, phone));
    var closed = new UserDeactivated(closed(two), LATER);
    users().save(closed, null, null, someone()).block();

    assertFound(new Users.Filter(hash(email), null, null, null, null, null), one);
    assertFound(new Users.Filter(null, phone, null, null, null, null), three, one);
    assertFound(new Users.Filter(null, null, name, null, null, null), closed.user(), one);
    assertFound(new Users.Filter(null, null, null, name, null, null), three);
    assertFound(new Users.Filter(null, null, name, null, null, true), one);
    assertFound(new Users.Filter(null, null, name, null, Role.USER, false), closed.user());
    assertFound(new Users.Filter(null, null, name, null, Role.ADMIN, null));
    assertFound(new Users.Filter(hash(anEmail()), null, null, null, null, null));
  }

  @Test
  default void aListIsWalkedInPiecesNewestFirst() {
    var name = new LookupHash(sha256(UUID.randomUUID().toString()));
    var all = new ArrayList<User>();
    for (var i = 0; i < 5; i++) {
      all.add(added(new LookupKeys(hash(anEmail()), name, name, null)));
    }
    all.sort(NEWEST_FIRST);
    var filter = new Users.Filter(null, null, name, null, null, null);
    var first = users().list(filter, new Page.Request(2, null)).blockOptional().orElseThrow();
    assertThat(first.items()).isEqualTo(all.subList(0, 2));
    var second =
        users().list(filter, new Page.Request(3, first.after())).blockOptional().orElseThrow();
    assertThat(second.items()).isEqualTo(all.subList(2, 5));
    assertThat(second.after()).isNull();
    StepVerifier.create(users().all(filter).collectList()).expectNext(all).verifyComplete();
  }

  private void assertFound(Users.Filter filter, User... expected) {
    StepVerifier.create(users().all(filter).collectList())
        .expectNext(Stream.of(expected).sorted(NEWEST_FIRST).toList())
        .verifyComplete();
  }

  private User added(Email email) {
    return added(credentials(email).lookup());
  }

  private User added(LookupKeys lookup) {
    var kept = credentials(anEmail());
    var credentials = new Credentials(lookup, kept.password(), kept.key());
    return users().add(aUser(), credentials, someone()).blockOptional().orElseThrow();
  }

  private static LookupKeys lookup(Email email) {
    return credentials(email).lookup();
  }

  private static UserChanged renamed(User user) {
    return user.present(
        new Sealed("bmV3"), user.lastName(), null, "https://example.org/a.png", LATER);
  }

  private static User closed(User user) {
    return user.administer(Patch.keep(), Patch.set(false), LATER) instanceof Accepted(var next, _)
        ? next
        : user;
  }

  private RefreshToken.Hash session(User user) {
    var token = RefreshToken.next().hash();
    sessions().open(Session.open(user.id(), NOON), token, someone()).block();
    return token;
  }

  private void assertOver(RefreshToken.Hash token) {
    StepVerifier.create(sessions().rotate(token, RefreshToken.next().hash(), NOON, someone()))
        .verifyErrorSatisfies(failure -> assertRefused(failure, new InvalidToken()));
  }

  private static Email anEmail() {
    return new Email(UUID.randomUUID() + "@example.org");
  }

  private static Actor someone() {
    return Actor.anonymous(new Actor.Origin("a request", "127.0.0.1", "a test"));
  }

  private static void assertTaken(Throwable failure) {
    assertRefused(failure, new EmailTaken());
  }

  private static void assertRefused(Throwable failure, Rejection reason) {
    assertThat(failure).isInstanceOf(RejectedException.class);
    assertThat(((RejectedException) failure).rejection()).isEqualTo(reason);
  }
}
