package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Account;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent.UserCreated;
import dev.holdfast.user.UserFacts;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.port.Users;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Users in the table {@code users}. A row without a data key is what is left of an erased person,
 * and is not found. Without PostgreSQL everything here fails.
 */
public final class PostgresUsers implements Users {
  private static final String USERS =
      """
      SELECT id, email, first_name, last_name, phone, role, is_active, avatar_url, last_login_at,
        version, created_at, updated_at, password_hash
      FROM users
      """;
  private static final String FIND = USERS + "WHERE id = $1 AND data_key IS NOT NULL";
  private static final String FIND_BY_EMAIL =
      USERS + "WHERE email_hash = $1 AND data_key IS NOT NULL";
  private static final String ADD =
      """
      INSERT INTO users (id, email_hash, phone_hash, first_name_hash, last_name_hash, email, phone,
        first_name, last_name, data_key, password_hash, role, is_active, avatar_url, version,
        created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      ON CONFLICT (email_hash) DO NOTHING
      """;
  private static final String NOTE_LOGIN =
      "UPDATE users SET last_login_at = greatest(last_login_at, $2) WHERE id = $1";

  private final Database database;
  private final EventJournal journal;

  public PostgresUsers(Database database, EventJournal journal) {
    this.database = database;
    this.journal = journal;
  }

  @Override
  public Mono<User> find(UserId id) {
    return database.read(
        connection -> Sql.on(connection, FIND).bind(id.value()).one(PostgresUsers::user));
  }

  @Override
  public Mono<Account> findByEmail(LookupHash email) {
    return database.read(
        connection ->
            Sql.on(connection, FIND_BY_EMAIL).bind(bytes(email)).one(PostgresUsers::account));
  }

  @Override
  public Mono<User> add(UserCreated created, Credentials credentials, Actor actor) {
    return database.write(
        connection ->
            insert(connection, created.user(), credentials)
                .flatMap(inserted -> appended(connection, inserted, created, actor)));
  }

  private Mono<User> appended(
      Connection connection, long inserted, UserCreated created, Actor actor) {
    var user = created.user();
    if (inserted == 0) {
      return Mono.error(() -> new RejectedException(new EmailTaken()));
    }
    var entry =
        new EventJournal.Entry(
            null,
            "user",
            user.id().value(),
            user.version(),
            "user.created",
            UserFacts.of(user),
            created.at());
    return journal.append(connection, entry, actor).thenReturn(user);
  }

  private static Mono<Long> insert(Connection connection, User user, Credentials credentials) {
    var lookup = credentials.lookup();
    return Sql.on(connection, ADD)
        .bind(user.id().value())
        .bind(bytes(lookup.email()))
        .bindNullable(lookup.phone() == null ? null : bytes(lookup.phone()), byte[].class)
        .bind(bytes(lookup.firstName()))
        .bind(bytes(lookup.lastName()))
        .bind(user.email().sealed())
        .bindNullable(user.phone() == null ? null : user.phone().sealed(), String.class)
        .bind(user.firstName().sealed())
        .bind(user.lastName().sealed())
        .bind(Base64.getDecoder().decode(credentials.key().base64()))
        .bind(credentials.password().encoded())
        .bind(user.role().name())
        .bind(user.isActive())
        .bindNullable(user.avatarUrl(), String.class)
        .bind(user.version())
        .bind(Column.utc(user.createdAt()))
        .bind(Column.utc(user.updatedAt()))
        .count();
  }

  @Override
  public Mono<Void> noteLogin(UserId id, Instant at) {
    return database
        .write(
            connection ->
                Sql.on(connection, NOTE_LOGIN).bind(id.value()).bind(Column.utc(at)).count())
        .then();
  }

  private static Account account(Readable row) {
    return new Account(user(row), new PasswordHash(Column.text(row, "password_hash")));
  }

  private static User user(Readable row) {
    return new User(
        new UserId(Column.uuid(row, "id")),
        new Sealed(Column.text(row, "email")),
        new Sealed(Column.text(row, "first_name")),
        new Sealed(Column.text(row, "last_name")),
        sealedOrNull(row, "phone"),
        Role.valueOf(Column.text(row, "role")),
        Column.of(row, "is_active", Boolean.class),
        row.get("avatar_url", String.class),
        Column.instantOrNull(row, "last_login_at"),
        Column.number(row, "version"),
        Column.instant(row, "created_at"),
        Column.instant(row, "updated_at"));
  }

  private static @Nullable Sealed sealedOrNull(Readable row, String column) {
    var text = row.get(column, String.class);
    return text == null ? null : new Sealed(text);
  }

  private static byte[] bytes(LookupHash hash) {
    return HexFormat.of().parseHex(hash.hex());
  }
}
