package dev.holdfast.user.usecase;

import static dev.holdfast.user.UserFixtures.ADA;
import static dev.holdfast.user.UserFixtures.GRACE;
import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.PASS_PHRASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.UserEvent.UserChanged;
import dev.holdfast.user.UserEvent.UserDeactivated;
import dev.holdfast.user.UserEvent.UserReactivated;
import dev.holdfast.user.port.InMemoryUsers;
import dev.holdfast.user.port.ReadableHashes;
import dev.holdfast.user.port.ReadableKeys;
import dev.holdfast.user.port.ReadablePasswords;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class UserDeskTest {
  private static final Actor.Origin ORIGIN = new Actor.Origin("a request", "127.0.0.1", null);
  private static final Actor STRANGER = Actor.anonymous(ORIGIN);
  private static final Actor ADMIN = new Actor(UserId.next(), Role.ADMIN, null, ORIGIN);
  private static final UserSearch EVERYONE = new UserSearch(null, null, null, null, null, null);

  private final InMemoryUsers users = new InMemoryUsers();
  private final ReadableKeys keys = new ReadableKeys();
  private final CommandBus commands = new CommandBus(Around.NOTHING);
  private final QueryBus queries = new QueryBus(Around.NOTHING);

  @BeforeEach
  void register() {
    var hashes = new ReadableHashes();
    var clock = InstantSource.fixed(NOON);
    new Accounts(users, keys, hashes, new ReadablePasswords(), clock).bind(commands);
    new UserDesk(users, new People(users, keys, hashes), clock).bind(commands, queries);
  }

  private Profile signedUp(Email email, String firstName) {
    return commands
        .send(
            new SignUp(
                STRANGER,
                email,
                PASS_PHRASE,
                new PersonName(firstName),
                new PersonName("Lovelace"),
                null))
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void everyoneSeesTheirOwnProfileAndAnAdministratorEverybodys() {
    var ada = signedUp(ADA, "Ada");
    StepVerifier.create(queries.ask(new GetProfile(user(ada)))).expectNext(ada).verifyComplete();
    StepVerifier.create(queries.ask(new GetUser(ADMIN, id(ada)))).expectNext(ada).verifyComplete();
    assertRefused(
        queries.ask(new GetUser(user(ada), id(ada))), new Forbidden(Permission.USER_READ));
    assertRefused(queries.ask(new GetProfile(STRANGER)), new Forbidden(Permission.PROFILE_READ));
  }

  @Test
  void aProfileWhoseUserOrKeyIsGoneIsNotFound() {
    var ada = signedUp(ADA, "Ada");
    keys.erase(id(ada));
    assertRefused(queries.ask(new GetProfile(user(ada))), new NotFound());
    assertRefused(queries.ask(new GetUser(ADMIN, id(ada))), new NotFound());
    assertRefused(queries.ask(new GetUser(ADMIN, UserId.next())), new NotFound());
  }

  @Test
  void peopleAreFoundInAnySpellingThatMeansTheSame() {
    var ada = signedUp(ADA, "Ada");
    var grace = signedUp(GRACE, "Grace");
    StepVerifier.create(list(EVERYONE))
        .assertNext(page -> assertThat(page.items()).containsExactlyInAnyOrder(ada, grace))
        .verifyComplete();
    StepVerifier.create(stream(new UserSearch(ADA, null, null, null, null, null)))
        .expectNext(ada)
        .verifyComplete();
    StepVerifier.create(
            stream(new UserSearch(null, null, new PersonName("ＧＲＡＣＥ"), null, null, null)))
        .expectNext(grace)
        .verifyComplete();
    StepVerifier.create(stream(new UserSearch(null, null, null, null, Role.ADMIN, null)))
        .verifyComplete();
    assertRefused(
        queries.ask(new ListUsers(user(ada), EVERYONE, new Page.Request(5, null))),
        new Forbidden(Permission.USER_READ));
  }

  private Mono<Page<Profile>> list(UserSearch search) {
    return queries.ask(new ListUsers(ADMIN, search, new Page.Request(5, null)));
  }

  private Flux<Profile> stream(UserSearch search) {
    return queries.stream(new StreamUsers(ADMIN, search));
  }

  @Test
  void aRoleIsGivenAndAnAccountClosedAndOpenedEachWithAVersion() {
    var ada = signedUp(ADA, "Ada");
    assertThat(changed(ada, 1, Patch.set(Role.MANAGER), Patch.keep()).role())
        .isEqualTo(Role.MANAGER);
    assertThat(users.events()).last().isInstanceOf(UserChanged.class);
    assertThat(changed(ada, 2, Patch.keep(), Patch.set(false)).isActive()).isFalse();
    assertThat(users.events()).last().isInstanceOf(UserDeactivated.class);
    var again = changed(ada, 3, Patch.set(Role.USER), Patch.set(true));
    assertThat(users.events()).last().isInstanceOf(UserReactivated.class);
    assertThat(again.role()).isEqualTo(Role.USER);
    assertThat(again.version()).isEqualTo(4);
    assertThat(changed(ada, 4, Patch.set(Role.USER), Patch.set(true))).isEqualTo(again);
    assertThat(users.events()).hasSize(4);
  }

  private Profile changed(Profile user, long version, Patch<Role> role, Patch<Boolean> active) {
    return commands
        .send(new ChangeUser(ADMIN, id(user), new Precondition.Version(version), role, active))
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void onlyAdministratorsChangeOthersAndOnlyAsTheyHaveSeenThem() {
    var ada = signedUp(ADA, "Ada");
    var seen = new Precondition.Version(1);
    assertRefused(
        commands.send(
            new ChangeUser(user(ada), id(ada), seen, Patch.set(Role.ADMIN), Patch.keep())),
        new Forbidden(Permission.USER_UPDATE));
    assertRefused(
        commands.send(
            new ChangeUser(
                ADMIN, id(ada), new Precondition.Version(7), Patch.keep(), Patch.set(false))),
        new VersionMismatch(1));
    assertRefused(
        commands.send(new ChangeUser(ADMIN, UserId.next(), seen, Patch.keep(), Patch.set(false))),
        new NotFound());
  }

  private static UserId id(Profile profile) {
    return new UserId(profile.id());
  }

  private static Actor user(Profile profile) {
    return new Actor(id(profile), Role.USER, null, ORIGIN);
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
