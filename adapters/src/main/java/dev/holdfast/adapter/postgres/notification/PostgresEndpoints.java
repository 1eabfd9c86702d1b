package dev.holdfast.adapter.postgres.notification;

import static dev.holdfast.adapter.postgres.Column.utc;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointEvent;
import dev.holdfast.notification.EndpointEvent.EndpointChanged;
import dev.holdfast.notification.EndpointEvent.EndpointCreated;
import dev.holdfast.notification.EndpointEvent.EndpointDeleted;
import dev.holdfast.notification.EndpointEvent.EndpointPaused;
import dev.holdfast.notification.EndpointEvent.EndpointSecretRotated;
import dev.holdfast.notification.EndpointFacts;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.shared.AccessRejection.Invalid;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import io.r2dbc.spi.Connection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Endpoints in PostgreSQL. Every change is one transaction with its event, in which there is no
 * secret.
 *
 * <p>Without PostgreSQL every call fails in bounded time.
 */
public final class PostgresEndpoints implements Endpoints {
  private static final String FIND =
      "SELECT " + EndpointRows.COLUMNS + " FROM webhook_endpoints e WHERE e.id = $1";

  private static final String LIST =
      "SELECT "
          + EndpointRows.COLUMNS
          + """
          FROM webhook_endpoints e
          WHERE ($1::uuid IS NULL OR e.id < $1) AND ($3 OR e.venue_id = ANY($4))
          ORDER BY e.id DESC
          LIMIT $2
          """;

  private static final String ADD =
      """
      INSERT INTO webhook_endpoints
        (venue_id, id, url, types, description, is_active, paused_reason, secret, previous_secret,
         previous_until, version, created_at, updated_at)
      SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
      WHERE (SELECT count(*) FROM webhook_endpoints WHERE venue_id = $1) < $14
      """;

  // Health is of the endpoint as it is: one that becomes active, or leads elsewhere, has a new one.
  private static final String SAVE =
      """
      UPDATE webhook_endpoints SET url = $3, types = $4, description = $5, is_active = $6,
        paused_reason = $7, secret = $8, previous_secret = $9, previous_until = $10, version = $11,
        created_at = $12, updated_at = $13,
        failures = CASE WHEN url <> $3 OR ($6 AND NOT is_active) THEN 0 ELSE failures END,
        failing_since = CASE WHEN url <> $3 OR ($6 AND NOT is_active) THEN NULL
          ELSE failing_since END
      WHERE venue_id = $1 AND id = $2 AND version = $11 - 1
      """;

  private static final String REMOVE =
      "DELETE FROM webhook_endpoints WHERE venue_id = $1 AND id = $2 AND version = $3 - 1";

  private static final String REPLACE_SECRETS =
      """
      UPDATE webhook_endpoints SET secret = $5, previous_secret = $6
      WHERE venue_id = $1 AND id = $2 AND secret = $3 AND previous_secret IS NOT DISTINCT FROM $4
      """;

  private static final String SUBSCRIPTIONS =
      """
      SELECT venue_id, id, types, since::text AS since FROM webhook_endpoints WHERE is_active
      """;

  private final Database database;
  private final EventJournal journal;

  public PostgresEndpoints(Database database, EventJournal journal) {
    this.database = database;
    this.journal = journal;
  }

  @Override
  public Mono<Endpoint> find(EndpointId id) {
    return database.read(
        connection -> Sql.on(connection, FIND).bind(id.value()).one(EndpointRows::read));
  }

  @Override
  public Mono<Page<Endpoint>> list(EndpointScope scope, Page.Request page) {
    return pieces(scope).list(page);
  }

  @Override
  public Flux<Endpoint> all(EndpointScope scope) {
    return pieces(scope).all();
  }

  private Pieces<Endpoint> pieces(EndpointScope scope) {
    return new Pieces<>(
        (after, limit) -> piece(scope, after, limit), endpoint -> endpoint.id().value());
  }

  private Mono<List<Endpoint>> piece(EndpointScope scope, @Nullable UUID after, int limit) {
    return database.read(
        connection ->
            Sql.on(connection, LIST)
                .bindNullable(after, UUID.class)
                .bind(limit)
                .bind(scope.seesAll())
                .bind(venues(scope))
                .list(EndpointRows::read));
  }

  /** The keys of the venues that somebody manages. */
  static UUID[] venues(EndpointScope scope) {
    return scope.venues().stream().map(venue -> venue.value()).toArray(UUID[]::new);
  }

  @Override
  public Mono<Endpoint> add(EndpointCreated created, Actor actor) {
    return database.write(
        connection ->
            bound(connection, ADD, created.endpoint())
                .bind(PER_VENUE_MAX)
                .count()
                .flatMap(count -> count == 0 ? tooMany() : Mono.just(count))
                .then(log(connection, created, actor)));
  }

  private static Mono<Long> tooMany() {
    return Mono.error(
        () ->
            new RejectedException(
                new Invalid("/venueId", "has " + PER_VENUE_MAX + " endpoints already")));
  }

  @Override
  public Mono<Endpoint> save(EndpointEvent changed, Actor actor) {
    return changed(changed, actor, connection -> bound(connection, SAVE, changed.endpoint()));
  }

  @Override
  public Mono<Void> remove(EndpointDeleted deleted, Actor actor) {
    var endpoint = deleted.endpoint();
    return changed(
            deleted,
            actor,
            connection ->
                Sql.on(connection, REMOVE)
                    .bind(VenueKey.of(endpoint.venueId()))
                    .bind(endpoint.id().value())
                    .bind(endpoint.version()))
        .then();
  }

  /** The version is read before anything is written (see {@link EventJournal}). */
  private Mono<Endpoint> changed(
      EndpointEvent event, Actor actor, Function<Connection, Sql> change) {
    var endpoint = event.endpoint();
    return database.write(
        connection ->
            Sql.on(connection, "SELECT version FROM webhook_endpoints WHERE id = $1")
                .bind(endpoint.id().value())
                .one(row -> Column.number(row, "version"))
                .defaultIfEmpty(0L)
                .flatMap(
                    version ->
                        version == endpoint.version() - 1
                            ? change.apply(connection).count()
                            : Mono.just(0L))
                .flatMap(count -> count == 0 ? mismatch(endpoint) : log(connection, event, actor)));
  }

  private static Mono<Endpoint> mismatch(Endpoint endpoint) {
    return Mono.error(() -> new RejectedException(new VersionMismatch(endpoint.version())));
  }

  @Override
  public Mono<Boolean> replaceSecrets(Endpoint endpoint, EndpointSecrets by) {
    var was = endpoint.secrets();
    return database
        .write(
            connection ->
                Sql.on(connection, REPLACE_SECRETS)
                    .bind(VenueKey.of(endpoint.venueId()))
                    .bind(endpoint.id().value())
                    .bind(was.current().sealed())
                    .bindNullable(sealed(was.previous()), String.class)
                    .bind(by.current().sealed())
                    .bindNullable(sealed(by.previous()), String.class)
                    .count())
        .map(count -> count > 0);
  }

  private static @Nullable String sealed(@Nullable SealedSecret secret) {
    return secret == null ? null : secret.sealed();
  }

  @Override
  public Mono<List<Subscription>> subscriptions() {
    return database
        .read(connection -> Sql.on(connection, SUBSCRIPTIONS).list(EndpointRows::subscription))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Long> oldestSince() {
    return database
        .read(
            connection ->
                Sql.on(
                        connection,
                        "SELECT since::text AS since FROM webhook_endpoints e ORDER BY e.since"
                            + " LIMIT 1")
                    .one(row -> Long.parseLong(Column.text(row, "since"))))
        .onErrorMap(Database::outage);
  }

  private static Sql bound(Connection connection, String sql, Endpoint endpoint) {
    var paused = endpoint.pausedReason();
    var secrets = endpoint.secrets();
    var until = secrets.previousUntil();
    return Sql.on(connection, sql)
        .bind(VenueKey.of(endpoint.venueId()))
        .bind(endpoint.id().value())
        .bind(endpoint.url())
        .bind(endpoint.types().toArray(String[]::new))
        .bindNullable(endpoint.description(), String.class)
        .bind(endpoint.isActive())
        .bindNullable(paused == null ? null : paused.name(), String.class)
        .bind(secrets.current().sealed())
        .bindNullable(sealed(secrets.previous()), String.class)
        .bindNullable(until == null ? null : utc(until), OffsetDateTime.class)
        .bind(endpoint.version())
        .bind(utc(endpoint.createdAt()))
        .bind(utc(endpoint.updatedAt()));
  }

  private Mono<Endpoint> log(Connection connection, EndpointEvent event, Actor actor) {
    var endpoint = event.endpoint();
    var venue = endpoint.venueId();
    return Mono.defer(
            () ->
                journal.append(
                    connection,
                    new EventJournal.Entry(
                        venue == null ? null : venue.value(),
                        "webhook_endpoint",
                        endpoint.id().value(),
                        endpoint.version(),
                        type(event),
                        EndpointFacts.of(endpoint),
                        event.at()),
                    actor))
        .thenReturn(endpoint);
  }

  private static String type(EndpointEvent event) {
    return switch (event) {
      case EndpointCreated _ -> "webhook_endpoint.created";
      case EndpointChanged _ -> "webhook_endpoint.changed";
      case EndpointSecretRotated _ -> "webhook_endpoint.secret_rotated";
      case EndpointPaused _ -> "webhook_endpoint.paused";
      case EndpointDeleted _ -> "webhook_endpoint.deleted";
    };
  }
}
