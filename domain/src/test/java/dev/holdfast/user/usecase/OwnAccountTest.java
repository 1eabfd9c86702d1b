package dev.holdfast.user.usecase;

import static dev.holdfast.user.UserFixtures.ADA;
import static dev.holdfast.user.UserFixtures.GRACE;
import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.PASS_PHRASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.AccessRejection.PreconditionRequired;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordPolicy.Weakness;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.UserEvent.EmailChanged;
import dev.holdfast.user.UserEvent.PasswordChanged;
import dev.holdfast.user.UserEvent.UserChanged;
import dev.holdfast.user.UserEvent.UserErased;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.UserRejection.InvalidCredentials;
import dev.holdfast.user.UserRejection.WeakPassword;
import dev.holdfast.user.UserRejection.WrongPassword;
import dev.holdfast.user.port.InMemorySessions;
import dev.holdfast.user.port.InMemoryUsers;
import dev.holdfast.user.port.ReadableHashes;
import dev.holdfast.user.port.ReadableKeys;
import dev.holdfast.user.port.ReadablePasswords;
import dev.holdfast.user.port.ReadableTokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class OwnAccountTest {
  private static final Actor.Origin ORIGIN = new Actor.Origin("a request", "127.0.0.1", null);
  private static final Actor STRANGER = Actor.anonymous(ORIGIN);
  private static final Instant LATER = NOON.plusSeconds(3600);
  private static final Password OTHER_PHRASE = new Password("eleven yellow bicycles");
  private static final Precondition FIRST = new Precondition.Version(1);

  private final InMemorySessions sessions = new InMemorySessions();
  private final InMemoryUsers users = new InMemoryUsers(sessions);
  private final ReadableKeys keys = new ReadableKeys();
  private final List<String> letGo = new ArrayList<>();
  private final CommandBus commands = new CommandBus(Around.NOTHING);
  private final QueryBus queries = new QueryBus(Around.NOTHING);
  private Actor ada = STRANGER;

  @BeforeEach
  void signUpAda() {
    var hashes = new ReadableHashes();
    var passwords = new ReadablePasswords();
    var people = new People(users, keys, hashes);
    var clock = InstantSource.fixed(LATER);
    new Accounts(users, keys, hashes, passwords, InstantSource.fixed(NOON)).bind(commands);
    new UserDesk(users, people, clock).bind(commands, queries);
    new OwnAccount(users, people, keys, hashes, passwords, this::letGo, clock).bind(commands);
    new SignIns(users, sessions, hashes, passwords, new ReadableTokens(), (_, _) -> {}, clock)
        .bind(commands, queries);
    ada = signedUp(ADA);
  }

  private Mono<Void> letGo(Actor person) {
    return users
        .find(person.requireUserId())
        .hasElement()
        .doOnNext(isThere -> letGo.add(isThere ? "before" : "after"))
        .then();
  }

  private Actor signedUp(Email email) {
    var profile =
        commands
            .send(
                new SignUp(
                    STRANGER,
                    email,
                    PASS_PHRASE,
                    new PersonName("Ada"),
                    new PersonName("Lovelace"),
                    new PhoneNumber("+442071234567")))
            .blockOptional()
            .orElseThrow();
    return new Actor(new UserId(profile.id()), Role.USER, null, ORIGIN);
  }

  @Test
  void whatIsNamedIsChangedAndFoundAsItIsNow() {
    var change =
        new ChangeProfile(
            ada,
            FIRST,
            Patch.set(new PersonName("Augusta")),
            Patch.keep(),
            Patch.clear(),
            Patch.set("https://example.org/ada.png"));
    StepVerifier.create(commands.send(change))
        .assertNext(
            profile -> {
              assertThat(profile.firstName()).isEqualTo("Augusta");
              assertThat(profile.lastName()).isEqualTo("Lovelace");
              assertThat(profile.phone()).isNull();
              assertThat(profile.avatarUrl()).isEqualTo("https://example.org/ada.png");
              assertThat(profile.version()).isEqualTo(2);
              assertThat(profile.createdAt()).isEqualTo(NOON);
              assertThat(profile.updatedAt()).isEqualTo(LATER);
              assertThat(shown()).isEqualTo(profile);
            })
        .verifyComplete();
    assertThat(users.events()).last().isInstanceOf(UserChanged.class);
    assertThat(found(new UserSearch(null, null, new PersonName("AUGUSTA"), null, null, null)))
        .hasSize(1);
    assertThat(
            found(new UserSearch(null, new PhoneNumber("+442071234567"), null, null, null, null)))
        .isEmpty();
  }

  private List<Profile> found(UserSearch search) {
    var admin = new Actor(UserId.next(), Role.ADMIN, null, ORIGIN);
    return queries.stream(new StreamUsers(admin, search))
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  private Profile shown() {
    return queries.ask(new GetProfile(ada)).blockOptional().orElseThrow();
  }

  @Test
  void whatIsSoAlreadyIsNoChange() {
    var before = shown();
    var same =
        new ChangeProfile(
            ada,
            new Precondition.Any(),
            Patch.set(new PersonName("Ada")),
            Patch.set(new PersonName("Lovelace")),
            Patch.set(new PhoneNumber("+442071234567")),
            Patch.clear());
    StepVerifier.create(commands.send(same)).expectNext(before).verifyComplete();
    StepVerifier.create(commands.send(new ChangeEmail(ada, ADA, PASS_PHRASE)))
        .expectNext(before)
        .verifyComplete();
    assertThat(users.events()).hasSize(1);
  }

  @Test
  void aProfileIsChangedAsItWasSeen() {
    assertRefused(commands.send(renamed(new Precondition.Absent())), new PreconditionRequired());
    commands.send(renamed(FIRST)).block();
    assertRefused(commands.send(renamed(FIRST)), new VersionMismatch(2));
    assertRefused(
        queries.ask(
            new MayChangeUser(ada, ada.requireUserId(), FIRST, renamed(FIRST).permission())),
        new VersionMismatch(2));
  }

  private ChangeProfile renamed(Precondition ifMatch) {
    return new ChangeProfile(
        ada,
        ifMatch,
        Patch.set(new PersonName("Augusta")),
        Patch.keep(),
        Patch.keep(),
        Patch.keep());
  }

  @Test
  void aNewAddressTakesThePasswordAndIsThenTheOneToSignInWith() {
    assertRefused(commands.send(new ChangeEmail(ada, GRACE, OTHER_PHRASE)), new WrongPassword());
    StepVerifier.create(commands.send(new ChangeEmail(ada, GRACE, PASS_PHRASE)))
        .assertNext(
            profile -> {
              assertThat(profile.email()).isEqualTo("grace@example.org");
              assertThat(profile.version()).isEqualTo(2);
            })
        .verifyComplete();
    assertThat(users.events()).last().isInstanceOf(EmailChanged.class);
    assertRefused(logIn(ADA, PASS_PHRASE), new InvalidCredentials());
    StepVerifier.create(logIn(GRACE, PASS_PHRASE)).expectNextCount(1).verifyComplete();
    assertThat(signedUp(ADA)).isNotEqualTo(ada);
  }

  @Test
  void somebodyElsesAddressIsOnlyToldToWhoHasThePassword() {
    signedUp(GRACE);
    assertRefused(commands.send(new ChangeEmail(ada, GRACE, OTHER_PHRASE)), new WrongPassword());
    assertRefused(commands.send(new ChangeEmail(ada, GRACE, PASS_PHRASE)), new EmailTaken());
    assertThat(shown().version()).isEqualTo(1);
  }

  @Test
  void aNewPasswordTakesTheOldOneAndEndsEverySession() {
    var session = logIn(ADA, PASS_PHRASE).blockOptional().orElseThrow();
    assertRefused(
        commands.send(new ChangePassword(ada, OTHER_PHRASE, OTHER_PHRASE)), new WrongPassword());
    StepVerifier.create(commands.send(new ChangePassword(ada, PASS_PHRASE, OTHER_PHRASE)))
        .verifyComplete();
    assertThat(users.events()).last().isInstanceOf(PasswordChanged.class);
    assertRefused(logIn(ADA, PASS_PHRASE), new InvalidCredentials());
    StepVerifier.create(logIn(ADA, OTHER_PHRASE)).expectNextCount(1).verifyComplete();
    StepVerifier.create(commands.send(new RefreshSession(STRANGER, session.refresh())))
        .verifyError(RejectedException.class);
  }

  @Test
  void aNewPasswordIsNotTheOwnersAddress() {
    assertRefused(
        commands.send(
            new ChangePassword(ada, PASS_PHRASE, new Password("ada@example.org booking"))),
        new WeakPassword("newPassword", Weakness.CONTEXT));
  }

  @Test
  void ofTwoPasswordsThatAreSetAtOnceOneIs() {
    var third = new Password("twelve purple teapots");
    var change =
        commands
            .send(new ChangePassword(ada, PASS_PHRASE, OTHER_PHRASE))
            .thenReturn("first")
            .onErrorReturn("refused");
    var meanwhile = commands.send(new ChangePassword(ada, PASS_PHRASE, third)).thenReturn("second");
    StepVerifier.create(meanwhile.then(change)).expectNext("refused").verifyComplete();
    StepVerifier.create(logIn(ADA, third)).expectNextCount(1).verifyComplete();
  }

  @Test
  void whoIsErasedLetsGoOfWhatIsToComeAndIsGone() {
    StepVerifier.create(commands.send(new EraseMe(ada))).verifyComplete();
    assertThat(letGo).containsExactly("before", "after");
    assertThat(users.events())
        .last()
        .isInstanceOfSatisfying(
            UserErased.class,
            erased -> {
              assertThat(erased.facts().isActive()).isFalse();
              assertThat(erased.facts().version()).isEqualTo(2);
            });
    StepVerifier.create(keys.of(ada.requireUserId())).verifyComplete();
    assertRefused(queries.ask(new GetProfile(ada)), new NotFound());
    assertRefused(commands.send(new EraseMe(ada)), new NotFound());
    assertRefused(commands.send(renamed(new Precondition.Any())), new NotFound());
    assertRefused(
        commands.send(new ChangePassword(ada, PASS_PHRASE, OTHER_PHRASE)), new NotFound());
    assertRefused(logIn(ADA, PASS_PHRASE), new InvalidCredentials());
    assertThat(signedUp(ADA)).isNotEqualTo(ada);
  }

  private Mono<TokenPair> logIn(Email email, Password password) {
    return commands.send(new LogIn(STRANGER, email, password));
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
