package dev.holdfast.adapter.postgres.user;

import static dev.holdfast.user.UserFixtures.NOON;
import static dev.holdfast.user.UserFixtures.aUser;
import static dev.holdfast.user.UserFixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Email;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import dev.holdfast.user.port.Sessions;
import dev.holdfast.user.port.SessionsContract;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class PostgresSessionsIT implements SessionsContract {
  private static final UserId USER = kept();

  private final Sessions sessions =
      new PostgresSessions(TestDatabase.database(), TestDatabase.journal());

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public UserId user() {
    return kept();
  }

  @Test
  void noUsableTokenIsKept() {
    var token = RefreshToken.next();
    sessions.open(Session.open(USER, NOON), token.hash(), ACTOR).block();
    var dump =
        TestDatabase.database()
            .read(
                connection ->
                    Sql.on(
                            connection,
                            "SELECT string_agg(t::text, ' ') AS dump FROM refresh_tokens t")
                        .one(row -> String.valueOf(row.get("dump", String.class))));
    StepVerifier.create(dump)
        .assertNext(
            text -> assertThat(text).contains(token.hash().hex()).doesNotContain(token.text()))
        .verifyComplete();
  }

  private static UserId kept() {
    var users = new PostgresUsers(TestDatabase.database(), TestDatabase.journal());
    var email = new Email(UUID.randomUUID() + "@example.org");
    return users
        .add(aUser(), credentials(email), Actor.system("test"))
        .blockOptional()
        .orElseThrow()
        .id();
  }
}
