package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * The roles of {@code deploy/postgres/10-roles.sql}: the server works with what its role may do,
 * the owner is needed for the schema alone, and neither can do what is the other's or nobody's.
 */
class LeastPrivilegeIT {
  private static final String DATABASE = "apart";
  private static final String OWNER_PASSWORD = "the owner's own";
  private static final String APP_PASSWORD = "the server's own";
  private static final String REFUSED = "42501"; // insufficient_privilege

  private static final EmbeddedServers POSTGRESQL =
      EmbeddedServers.startTemporary(Set.of(Backend.POSTGRESQL));

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunningHoldfast holdfast;

  @SuppressWarnings("NullAway.Init")
  private static Connection app;

  @SuppressWarnings("NullAway.Init")
  private static Connection owner;

  @BeforeAll
  static void startAsTheRolesOfADeployment() throws Exception {
    try (var administrator = administrator("holdfast");
        var statement = administrator.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    }
    try (var administrator = administrator(DATABASE);
        var statement = administrator.createStatement()) {
      statement.execute(roles());
    }
    holdfast =
        RunningHoldfast.start(
            "--holdfast.database.url=" + url("holdfast_app", "the%20server%27s%20own"),
            "--holdfast.database.owner=" + url("holdfast_owner", "the%20owner%27s%20own"));
    app = connection("holdfast_app", APP_PASSWORD, DATABASE);
    owner = connection("holdfast_owner", OWNER_PASSWORD, DATABASE);
  }

  @AfterAll
  static void stop() throws SQLException {
    app.close();
    owner.close();
    holdfast.close();
    POSTGRESQL.close();
  }

  @Test
  void theServerBooksAsARoleThatOwnsNothing() throws SQLException {
    var start = RunningHoldfast.tenOClock(3);
    holdfast
        .book(holdfast.tokenOf("user"), RunningHoldfast.anHour(RunningHoldfast.COURT, start))
        .expectStatus()
        .isCreated();
    try (var statement = app.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM bookings")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void theRoleOfTheServerReadsAndWritesRows() throws SQLException {
    try (var statement = app.createStatement()) {
      app.setAutoCommit(false);
      assertThat(
              statement.executeUpdate(
                  """
                  INSERT INTO events (venue_id, aggregate_type, aggregate_id, version, type, data, metadata,
                    occurred_at)
                  VALUES (gen_random_uuid(), 'x', '0190a000-0000-7000-8000-00000000ffff', 1, 'x', '{}', '{}', now())
                  """))
          .isEqualTo(1);
      var where = " WHERE aggregate_id = '0190a000-0000-7000-8000-00000000ffff'";
      assertThat(statement.executeUpdate("UPDATE events SET version = 2" + where)).isEqualTo(1);
      assertThat(statement.executeUpdate("DELETE FROM events" + where)).isEqualTo(1);
      app.rollback();
      app.setAutoCommit(true);
    }
  }

  @Test
  void theRoleOfTheServerListensAndNotifies() throws SQLException {
    try (var statement = app.createStatement()) {
      statement.execute("LISTEN least_privilege");
      statement.execute("NOTIFY least_privilege, 'heard'");
      assertThat(app.unwrap(PGConnection.class).getNotifications(10_000))
          .singleElement()
          .returns("heard", notification -> notification.getParameter());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE VIEW mine AS SELECT 1",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE EXTENSION pgcrypto",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "ALTER TABLE bookings ADD COLUMN mine int",
        "ALTER TABLE booking_items DROP CONSTRAINT booking_items_no_double_booking",
        "ALTER TABLE bookings DISABLE TRIGGER ALL",
        "CREATE INDEX ON bookings (status)",
        "DROP TABLE events",
        "DROP SCHEMA public CASCADE",
        "TRUNCATE events",
        "SET ROLE holdfast_owner",
        "SET SESSION AUTHORIZATION holdfast_owner",
        "COPY bookings TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT rolpassword FROM pg_authid"
      })
  void theRoleOfTheServerMayDoNothingElse(String sql) throws SQLException {
    assertRefused(app, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "ALTER ROLE holdfast_app SUPERUSER",
        "COPY bookings TO PROGRAM 'cat'",
        "SELECT rolpassword FROM pg_authid",
        "SET ROLE holdfast_app"
      })
  void theOwnerOfTheSchemaIsNoAdministrator(String sql) throws SQLException {
    assertRefused(owner, sql);
  }

  @Test
  void theSchemaIsTheOwnersAlone() throws SQLException {
    try (var administrator = administrator(DATABASE);
        var statement = administrator.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("holdfast_owner");
      assertThat(rows.next()).isFalse();
    }
  }

  private static void assertRefused(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .asInstanceOf(InstanceOfAssertFactories.throwable(SQLException.class))
          .returns(REFUSED, SQLException::getSQLState);
    }
  }

  /** The script without what is for psql only, which reads the passwords from files. */
  private static String roles() throws IOException {
    return Files.readAllLines(Path.of("../deploy/postgres/10-roles.sql")).stream()
        .filter(line -> !line.startsWith("\\"))
        .collect(Collectors.joining("\n"))
        .replace(":'owner_password'", literal(OWNER_PASSWORD))
        .replace(":'app_password'", literal(APP_PASSWORD))
        .replace(":\"DBNAME\"", DATABASE);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static Connection administrator(String database) throws SQLException {
    var userInfo = server().getUserInfo().split(":", 2);
    return connection(userInfo[0], userInfo[1], database);
  }

  private static Connection connection(String role, String password, String database)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(server().getHost(), server().getPort(), database),
        role,
        password);
  }

  private static String url(String role, String password) {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(role, password, server().getHost(), server().getPort(), DATABASE);
  }

  private static URI server() {
    return URI.create(POSTGRESQL.databaseAdministratorUrl());
  }
}
