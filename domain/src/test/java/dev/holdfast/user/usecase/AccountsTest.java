package dev.holdfast.user.usecase;

import static dev.holdfast.user.UserFixtures.ADA;
import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.PASS_PHRASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordPolicy.Weakness;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.UserRejection.WeakPassword;
import dev.holdfast.user.port.InMemoryUsers;
import dev.holdfast.user.port.ReadableHashes;
import dev.holdfast.user.port.ReadableKeys;
import dev.holdfast.user.port.ReadablePasswords;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AccountsTest {
  private static final Actor.Origin ORIGIN = new Actor.Origin("a request", "127.0.0.1", null);
  private static final Actor STRANGER = Actor.anonymous(ORIGIN);

  private final InMemoryUsers users = new InMemoryUsers();
  private final ReadableKeys keys = new ReadableKeys();
  private final ReadablePasswords passwords = new ReadablePasswords();
  private final CommandBus commands = new CommandBus(Around.NOTHING);

  @BeforeEach
  void register() {
    new Accounts(users, keys, new ReadableHashes(), passwords, InstantSource.fixed(NOON))
        .bind(commands);
  }

  @Test
  void aStrangerBecomesAUser() {
    StepVerifier.create(commands.send(signUp(STRANGER, ADA)))
        .assertNext(
            profile -> {
              assertThat(profile.email()).isEqualTo("ada@example.org");
              assertThat(profile.firstName()).isEqualTo("Ada");
              assertThat(profile.lastName()).isEqualTo("Lovelace");
              assertThat(profile.phone()).isEqualTo("+442071234567");
              assertThat(profile.role()).isEqualTo(Role.USER);
              assertThat(profile.isActive()).isTrue();
              assertThat(profile.version()).isEqualTo(1);
              assertThat(profile.createdAt()).isEqualTo(NOON).isEqualTo(profile.updatedAt());
            })
        .verifyComplete();
  }

  @Test
  void theEventTellsNothingPersonal() {
    commands.send(signUp(STRANGER, ADA)).block();
    assertThat(users.events()).hasSize(1);
    assertThat(users.events().getFirst().facts().toString())
        .doesNotContainIgnoringCase("lovelace", "example", "4420");
  }

  @Test
  void aKnownAddressIsRefusedBeforeAnythingIsHashed() {
    commands.send(signUp(STRANGER, ADA)).block();
    assertRefused(commands.send(signUp(STRANGER, ADA)), new EmailTaken());
    assertThat(passwords.hashed()).isEqualTo(1);
  }

  @Test
  void aWeakPasswordIsRefusedBeforeAnythingIsHashed() {
    var weak =
        new SignUp(
            STRANGER, ADA, new Password("short"), new PersonName("A"), new PersonName("L"), null);
    assertRefused(commands.send(weak), new WeakPassword("password", Weakness.TOO_SHORT));
    assertThat(passwords.hashed()).isZero();
  }

  @Test
  void onlyWhoStandsAboveMakesManagers() {
    assertRefused(commands.send(manager(STRANGER)), new Forbidden(Permission.USER_CREATE));
    StepVerifier.create(commands.send(manager(Actor.system("demo"))).map(Profile::role))
        .expectNext(Role.MANAGER)
        .verifyComplete();
  }

  private static SignUp signUp(Actor actor, Email email) {
    return new SignUp(
        actor,
        email,
        PASS_PHRASE,
        new PersonName("Ada"),
        new PersonName("Lovelace"),
        new PhoneNumber("+442071234567"));
  }

  private static SignUp manager(Actor actor) {
    return new SignUp(
        actor,
        ADA,
        PASS_PHRASE,
        new PersonName("Ada"),
        new PersonName("Lovelace"),
        null,
        Role.MANAGER);
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
