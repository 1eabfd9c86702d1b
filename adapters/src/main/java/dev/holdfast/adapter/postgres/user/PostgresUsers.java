package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.Account;
import dev.holdfast.user.Credentials;
import dev.holdfast.user.LookupHash;
import dev.holdfast.user.LookupKeys;
import dev.holdfast.user.PasswordHash;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent;
import dev.holdfast.user.UserEvent.EmailChanged;
import dev.holdfast.user.UserEvent.PasswordChanged;
import dev.holdfast.user.UserEvent.UserChanged;
import dev.holdfast.user.UserEvent.UserCreated;
import dev.holdfast.user.UserEvent.UserDeactivated;
import dev.holdfast.user.UserEvent.UserErased;
import dev.holdfast.user.UserEvent.UserReactivated;
import dev.holdfast.user.UserRejection.EmailTaken;
import dev.holdfast.user.port.Users;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
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
  private static final String VERSION =
      "SELECT version FROM users WHERE id = $1 AND data_key IS NOT NULL";

  /** {@code $7} and {@code $12} say whether what comes behind them replaces what there is. */
  private static final String SAVE =
      """
      UPDATE users SET
        email = $3, first_name = $4, last_name = $5, phone = $6,
        email_hash = CASE WHEN $7 THEN $8 ELSE email_hash END,
        first_name_hash = CASE WHEN $7 THEN $9 ELSE first_name_hash END,
        last_name_hash = CASE WHEN $7 THEN $10 ELSE last_name_hash END,
        phone_hash = CASE WHEN $7 THEN $11 ELSE phone_hash END,
        password_hash = coalesce($12, password_hash),
        role = $13, is_active = $14, avatar_url = $15, updated_at = $16, version = $2
      WHERE id = $1 AND version = $2 - 1 AND data_key IS NOT NULL
      """;

  private static final String END_SESSIONS =
      "UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";
  private static final String REHASH =
      "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
  private static final String ERASE =
      """
      UPDATE users SET email = NULL, first_name = NULL, last_name = NULL, phone = NULL,
        email_hash = NULL, first_name_hash = NULL, last_name_hash = NULL, phone_hash = NULL,
        data_key = NULL, password_hash = NULL, avatar_url = NULL, last_login_at = NULL,
        is_active = false, updated_at = $3, version = $2
      WHERE id = $1 AND version = $2 - 1 AND data_key IS NOT NULL
      """;
  private static final String FORGET_SESSIONS = "DELETE FROM sessions WHERE user_id = $1";
  private static final String FORGET_ANSWERS = "DELETE FROM idempotency_keys WHERE user_id = $1";
  private static final String CLOSED_SINCE =
      """
      SELECT id, data_key IS NULL AS is_erased FROM users
      WHERE NOT is_active AND updated_at >= $1 ORDER BY updated_at DESC LIMIT $2
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
  public Mono<Account> findAccount(UserId id) {
    return database.read(
        connection -> Sql.on(connection, FIND).bind(id.value()).one(PostgresUsers::account));
  }

  @Override
  public Mono<Page<User>> list(Filter filter, Page.Request page) {
    return pieces(filter).list(page);
  }

  @Override
  public Flux<User> all(Filter filter) {
    return pieces(filter).all();
  }

  private Pieces<User> pieces(Filter filter) {
    return new Pieces<>((after, limit) -> piece(filter, after, limit), user -> user.id().value());
  }

  private Mono<List<User>> piece(Filter filter, @Nullable UUID after, int limit) {
    var search = UserSearchSql.of(filter, after);
    return database.read(
        connection ->
            search.bind(Sql.on(connection, USERS + search.where(limit))).list(PostgresUsers::user));
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
    return inserted == 0
        ? Mono.error(() -> new RejectedException(new EmailTaken()))
        : append(connection, created, actor).thenReturn(created.user());
  }

  private Mono<Void> append(Connection connection, UserEvent event, Actor actor) {
    var facts = event.facts();
    var entry =
        new EventJournal.Entry(
            null, "user", facts.id(), facts.version(), type(event), facts, event.at());
    return journal.append(connection, entry, actor);
  }

  private static String type(UserEvent event) {
    return switch (event) {
      case UserCreated _ -> "user.created";
      case UserChanged _ -> "user.changed";
      case EmailChanged _ -> "user.email_changed";
      case PasswordChanged _ -> "user.password_changed";
      case UserDeactivated _ -> "user.deactivated";
      case UserReactivated _ -> "user.reactivated";
      case UserErased _ -> "user.erased";
    };
  }

  private static boolean endsSessions(UserEvent event) {
    return switch (event) {
      case PasswordChanged _, UserDeactivated _, UserErased _ -> true;
      case UserCreated _, UserChanged _, EmailChanged _, UserReactivated _ -> false;
    };
  }

  @Override
  public Mono<User> save(
      UserEvent.OfUser event,
      @Nullable LookupKeys lookup,
      @Nullable PasswordHash password,
      Actor actor) {
    return database
        .write(
            connection ->
                current(connection, event)
                    .then(Mono.defer(() -> update(connection, event.user(), lookup, password)))
                    .flatMap(count -> count == 0 ? raced(event) : Mono.just(count))
                    .then(Mono.defer(() -> endSessions(connection, event)))
                    .then(Mono.defer(() -> append(connection, event, actor)))
                    .thenReturn(event.user()))
        .onErrorMap(PostgresUsers::isTaken, _ -> new RejectedException(new EmailTaken()));
  }

  /** The only thing of a user that no other may have too. */
  private static boolean isTaken(Throwable failure) {
    return "23505".equals(Database.sqlState(failure));
  }

  /** Reads before anything is written (see {@link EventJournal}). */
  private static Mono<Void> current(Connection connection, UserEvent event) {
    return Sql.on(connection, VERSION)
        .bind(event.facts().id())
        .one(row -> Column.number(row, "version"))
        .defaultIfEmpty(0L)
        .flatMap(
            version ->
                version == event.facts().version() - 1
                    ? Mono.<Void>empty()
                    : Mono.error(() -> new RejectedException(new VersionMismatch(version))));
  }

  /** Someone was quicker between the reading and the writing. */
  private static Mono<Long> raced(UserEvent event) {
    return Mono.error(() -> new RejectedException(new VersionMismatch(event.facts().version())));
  }

  private static Mono<Long> update(
      Connection connection,
      User user,
      @Nullable LookupKeys lookup,
      @Nullable PasswordHash password) {
    return Sql.on(connection, SAVE)
        .bind(user.id().value())
        .bind(user.version())
        .bind(user.email().sealed())
        .bind(user.firstName().sealed())
        .bind(user.lastName().sealed())
        .bindNullable(user.phone() == null ? null : user.phone().sealed(), String.class)
        .bind(lookup != null)
        .bindNullable(lookup == null ? null : bytes(lookup.email()), byte[].class)
        .bindNullable(lookup == null ? null : bytes(lookup.firstName()), byte[].class)
        .bindNullable(lookup == null ? null : bytes(lookup.lastName()), byte[].class)
        .bindNullable(
            lookup == null || lookup.phone() == null ? null : bytes(lookup.phone()), byte[].class)
        .bindNullable(password == null ? null : password.encoded(), String.class)
        .bind(user.role().name())
        .bind(user.isActive())
        .bindNullable(user.avatarUrl(), String.class)
        .bind(Column.utc(user.updatedAt()))
        .count();
  }

  private static Mono<Void> endSessions(Connection connection, UserEvent event) {
    return endsSessions(event)
        ? Sql.on(connection, END_SESSIONS)
            .bind(event.facts().id())
            .bind(Column.utc(event.at()))
            .count()
            .then()
        : Mono.empty();
  }

  @Override
  public Mono<List<Closed>> closedSince(Instant instant) {
    return database.read(
        connection ->
            Sql.on(connection, CLOSED_SINCE)
                .bind(Column.utc(instant))
                .bind(CLOSED_MAX)
                .list(
                    row ->
                        new Closed(
                            new UserId(Column.uuid(row, "id")),
                            Column.of(row, "is_erased", Boolean.class))));
  }

  @Override
  public Mono<Void> rehash(UserId id, PasswordHash old, PasswordHash anew) {
    return database
        .write(
            connection ->
                Sql.on(connection, REHASH)
                    .bind(id.value())
                    .bind(old.encoded())
                    .bind(anew.encoded())
                    .count())
        .then();
  }

  @Override
  public Mono<Void> erase(UserErased erased, Actor actor) {
    var id = erased.facts().id();
    return database
        .write(
            connection ->
                current(connection, erased)
                    .then(Mono.defer(() -> blank(connection, erased)))
                    .flatMap(count -> count == 0 ? raced(erased) : Mono.just(count))
                    .then(Mono.defer(() -> forget(connection, FORGET_SESSIONS, id)))
                    .then(Mono.defer(() -> forget(connection, FORGET_ANSWERS, id)))
                    .then(Mono.defer(() -> append(connection, erased, actor)))
                    .thenReturn(true))
        .then();
  }

  private static Mono<Long> blank(Connection connection, UserErased erased) {
    return Sql.on(connection, ERASE)
        .bind(erased.facts().id())
        .bind(erased.facts().version())
        .bind(Column.utc(erased.at()))
        .count();
  }

  private static Mono<Long> forget(Connection connection, String sql, UUID user) {
    return Sql.on(connection, sql).bind(user).count();
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

  static byte[] bytes(LookupHash hash) {
    return HexFormat.of().parseHex(hash.hex());
  }
}
