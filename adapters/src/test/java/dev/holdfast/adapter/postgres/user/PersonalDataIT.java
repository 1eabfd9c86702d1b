package dev.holdfast.adapter.postgres.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.adapter.security.Argon2Passwords;
import dev.holdfast.adapter.security.HmacLookupHashes;
import dev.holdfast.adapter.security.TestSecrets;
import dev.holdfast.adapter.security.TinkPersonalKeys;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import dev.holdfast.user.usecase.Accounts;
import dev.holdfast.user.usecase.GetProfile;
import dev.holdfast.user.usecase.People;
import dev.holdfast.user.usecase.Profile;
import dev.holdfast.user.usecase.SignUp;
import dev.holdfast.user.usecase.UserDesk;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.test.StepVerifier;

/** What lies in the database after a sign-up: a canary in every personal field is looked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonalDataIT {
  private static final List<String> CANARIES =
      List.of("zebrafinch", "Quetzalcoatl", "Wombatson", "+998877665544", "ocelots dream of rain");

  private final Argon2Passwords passwords = new Argon2Passwords(1, 4);
  private final CommandBus commands = new CommandBus(Around.NOTHING);
  private final QueryBus queries = new QueryBus(Around.NOTHING);

  @BeforeAll
  void bind() {
    var secrets = TestSecrets.fresh();
    var database = TestDatabase.database();
    var users = new PostgresUsers(database, TestDatabase.journal());
    var keys = new TinkPersonalKeys(new PostgresWrappedKeys(database), secrets);
    var hashes = new HmacLookupHashes(secrets);
    var clock = InstantSource.system();
    new Accounts(users, keys, hashes, passwords, clock).bind(commands);
    new UserDesk(users, new People(users, keys, hashes), clock).bind(commands, queries);
  }

  @AfterAll
  void close() {
    passwords.close();
  }

  @Test
  void noPersonalTextIsInAnyColumnAndItsOwnerStillSeesIt() {
    var profile = signedUp();
    var id = new UserId(profile.id());
    assertThat(dump("users", "id", id)).contains(profile.id().toString());
    assertThat(dump("events", "aggregate_id", id)).contains("user.created");
    for (var text : List.of(dump("users", "id", id), dump("events", "aggregate_id", id))) {
      assertThat(spellings()).noneMatch(canary -> containsIgnoringCase(text, canary));
    }
    var actor = new Actor(id, Role.USER, null, origin());
    StepVerifier.create(queries.ask(new GetProfile(actor)))
        .assertNext(
            seen -> {
              assertThat(seen.email()).isEqualTo("zebrafinch@example.org");
              assertThat(seen.firstName()).isEqualTo("Quetzalcoatl");
              assertThat(seen.lastName()).isEqualTo("Wombatson");
              assertThat(seen.phone()).isEqualTo("+998877665544");
            })
        .verifyComplete();
  }

  private Profile signedUp() {
    return commands
        .send(
            new SignUp(
                Actor.anonymous(origin()),
                new Email("zebrafinch@example.org"),
                new Password("ocelots dream of rain"),
                new PersonName("Quetzalcoatl"),
                new PersonName("Wombatson"),
                new PhoneNumber("+998877665544")))
        .blockOptional()
        .orElseThrow();
  }

  private static Actor.Origin origin() {
    return new Actor.Origin("a request", "127.0.0.1", "a browser");
  }

  private static String dump(String table, String column, UserId id) {
    var sql =
        "SELECT string_agg(t::text, ' ') AS dump FROM " + table + " t WHERE " + column + " = $1";
    return TestDatabase.database()
        .read(
            connection ->
                Sql.on(connection, sql)
                    .bind(id.value())
                    .one(row -> String.valueOf(row.get("dump", String.class))))
        .blockOptional()
        .orElseThrow();
  }

  /** The canaries as they are, in Base64 and in hexadecimal, which is how bytea is dumped. */
  private static Stream<String> spellings() {
    return CANARIES.stream()
        .flatMap(
            canary -> {
              var bytes = canary.getBytes(StandardCharsets.UTF_8);
              var base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
              return Stream.of(
                  canary,
                  base64.substring(0, base64.length() - 2),
                  HexFormat.of().formatHex(bytes));
            });
  }

  private static boolean containsIgnoringCase(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
