package dev.holdfast.adapter.postgres.user;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.KnownSession;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.UserRejection.TokenReuse;
import dev.holdfast.user.port.Sessions;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sessions and the hashes of their refresh tokens. Whatever happens to a session locks its row
 * first, so that of two who trade one token the second finds it used, and finds its successor to
 * end. Without PostgreSQL everything here fails: nobody is let in on trust.
 */
public final class PostgresSessions implements Sessions {
  private static final long BEGAN = 1;
  private static final long ENDED = 2;

  private static final String OPEN =
      "INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
  private static final String ADD_TOKEN =
      "INSERT INTO refresh_tokens (token_hash, session_id, issued_at) VALUES ($1, $2, $3)";
  private static final String LOCK =
      """
      SELECT id, user_id, created_at, expires_at, revoked_at FROM sessions
      WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1) FOR UPDATE
      """;
  private static final String USE =
      "UPDATE refresh_tokens SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
  private static final String REVOKE =
      "UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";

  private static final String PURGE =
      """
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE LEAST(expires_at, revoked_at) < $1
        ORDER BY LEAST(expires_at, revoked_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String OF_USER =
      """
      SELECT id, user_id, created_at, expires_at, revoked_at FROM sessions
      WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2)
      ORDER BY id DESC
      LIMIT $3
      """;

  private final Database database;
  private final EventJournal journal;

  public PostgresSessions(Database database, EventJournal journal) {
    this.database = database;
    this.journal = journal;
  }

  @Override
  public Mono<Void> open(Session session, RefreshToken.Hash first, Actor actor) {
    return database
        .write(
            connection ->
                insert(connection, session)
                    .then(
                        Mono.defer(() -> addToken(connection, session, first, session.createdAt())))
                    .then(
                        Mono.defer(
                            () ->
                                tell(
                                    connection,
                                    session,
                                    BEGAN,
                                    "session.login",
                                    session.createdAt(),
                                    actor))))
        .then();
  }

  /** Whoever holds a session's token acts in the name of its user. */
  private Mono<Void> tell(
      Connection connection, Session session, long version, String type, Instant at, Actor actor) {
    var entry =
        new EventJournal.Entry(
            null,
            "session",
            session.id().value(),
            version,
            type,
            Map.of("userId", session.user().value()),
            at);
    var by = new Actor(session.user(), actor.role(), session.id().value(), actor.origin());
    return journal.append(connection, entry, by);
  }

  private static Mono<Long> insert(Connection connection, Session session) {
    return Sql.on(connection, OPEN)
        .bind(session.id().value())
        .bind(session.user().value())
        .bind(Column.utc(session.createdAt()))
        .bind(Column.utc(session.expiresAt()))
        .count();
  }

  private static Mono<Long> addToken(
      Connection connection, Session session, RefreshToken.Hash token, Instant at) {
    return Sql.on(connection, ADD_TOKEN)
        .bind(bytes(token))
        .bind(session.id().value())
        .bind(Column.utc(at))
        .count();
  }

  /** A refusal that ends the session must commit, so it leaves the transaction as a value. */
  private sealed interface Rotation {
    record Rotated(Session session) implements Rotation {}

    record Refused(Rejection reason) implements Rotation {}
  }

  @Override
  public Mono<Session> rotate(
      RefreshToken.Hash used, RefreshToken.Hash next, Instant now, Actor actor) {
    return database
        .write(
            connection ->
                lock(connection, used)
                    .flatMap(locked -> rotated(connection, locked, used, next, now, actor))
                    .defaultIfEmpty(new Rotation.Refused(new InvalidToken())))
        .flatMap(PostgresSessions::signal);
  }

  private static Mono<KnownSession> lock(Connection connection, RefreshToken.Hash token) {
    return Sql.on(connection, LOCK).bind(bytes(token)).one(PostgresSessions::session);
  }

  private Mono<Rotation> rotated(
      Connection connection,
      KnownSession locked,
      RefreshToken.Hash used,
      RefreshToken.Hash next,
      Instant now,
      Actor actor) {
    return Sql.on(connection, USE)
        .bind(bytes(used))
        .bind(Column.utc(now))
        .count()
        .flatMap(
            uses ->
                uses == 0
                    ? reused(connection, locked.session(), now, actor)
                    : carriedOn(connection, locked, next, now));
  }

  private Mono<Rotation> reused(Connection connection, Session session, Instant now, Actor actor) {
    return revoke(connection, session, "session.refused", now, actor)
        .thenReturn(new Rotation.Refused(new TokenReuse()));
  }

  private static Mono<Rotation> carriedOn(
      Connection connection, KnownSession locked, RefreshToken.Hash next, Instant now) {
    var session = locked.session();
    if (locked.revokedAt() != null || session.hasExpired(now)) {
      return Mono.just(new Rotation.Refused(new InvalidToken()));
    }
    return addToken(connection, session, next, now).thenReturn(new Rotation.Rotated(session));
  }

  private static Mono<Session> signal(Rotation rotation) {
    return switch (rotation) {
      case Rotation.Rotated(var session) -> Mono.just(session);
      case Rotation.Refused(var reason) -> Mono.error(() -> new RejectedException(reason));
    };
  }

  @Override
  public Mono<Void> revoke(RefreshToken.Hash token, Instant now, Actor actor) {
    return database
        .write(
            connection ->
                lock(connection, token)
                    .flatMap(
                        locked ->
                            revoke(connection, locked.session(), "session.logout", now, actor)))
        .then();
  }

  /** Ends the session, and says so once. */
  private Mono<Long> revoke(
      Connection connection, Session session, String type, Instant now, Actor actor) {
    return Sql.on(connection, REVOKE)
        .bind(session.id().value())
        .bind(Column.utc(now))
        .count()
        .flatMap(
            ended ->
                ended == 0
                    ? Mono.just(ended)
                    : tell(connection, session, ENDED, type, now, actor).thenReturn(ended));
  }

  private static KnownSession session(Readable row) {
    var session =
        new Session(
            new SessionId(Column.uuid(row, "id")),
            new UserId(Column.uuid(row, "user_id")),
            Column.instant(row, "created_at"),
            Column.instant(row, "expires_at"));
    return new KnownSession(session, Column.instantOrNull(row, "revoked_at"));
  }

  private static byte[] bytes(RefreshToken.Hash hash) {
    return HexFormat.of().parseHex(hash.hex());
  }

  @Override
  public Mono<Long> purge(Instant endedBefore) {
    return database.write(
        connection ->
            Sql.on(connection, PURGE).bind(Column.utc(endedBefore)).bind(PURGED_AT_ONCE).count());
  }

  @Override
  public Flux<KnownSession> all(UserId user) {
    return new Pieces<KnownSession>(
            (after, limit) -> piece(user, after, limit), known -> known.session().id().value())
        .all();
  }

  private Mono<List<KnownSession>> piece(UserId user, @Nullable UUID after, int limit) {
    return database.read(
        connection ->
            Sql.on(connection, OF_USER)
                .bind(user.value())
                .bindNullable(after, UUID.class)
                .bind(limit)
                .list(PostgresSessions::session));
  }
}
