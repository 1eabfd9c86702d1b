package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.shared.OutageException;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code events} table as the log. Its order is (transaction id, position), and reading in
 * order ends before the oldest transaction that is still open in the whole server: whatever has a
 * smaller id has either committed, and is seen, or never will. One statement reads events and that
 * bound from one snapshot.
 *
 * <p>Without PostgreSQL everything here fails as an outage.
 */
public final class PostgresEventLog implements EventLog {
  private static final String READABLE = "pg_snapshot_xmin(pg_current_snapshot())";

  // The outer row is always there, with or without an event, and says how far the slice reaches.
  private static final String SLICE =
      """
      WITH slice AS (
        SELECT * FROM events
        WHERE (transaction_id, position) > ($1::text::xid8, $2) %2$s AND transaction_id < %1$s
        ORDER BY transaction_id, position LIMIT $3)
      SELECT bound.xmin, bound.is_held_back, %3$s
      FROM (
        SELECT %1$s::text AS xmin,
          EXISTS (SELECT FROM events WHERE transaction_id >= %1$s %2$s) AS is_held_back) AS bound
      LEFT JOIN slice AS e ON true
      ORDER BY e.transaction_id, e.position
      """;

  private static final String AFTER = SLICE.formatted(READABLE, "", EventRow.COLUMNS);
  private static final String OF_AGGREGATE =
      SLICE.formatted(READABLE, "AND aggregate_id = $4", EventRow.COLUMNS);

  private static final String HEAD =
      """
      SELECT transaction_id::text AS transaction_id, position FROM events
      WHERE transaction_id < %s
      ORDER BY events.transaction_id DESC, position DESC LIMIT 1
      """
          .formatted(READABLE);

  private static final String POSITION_OF =
      """
      SELECT transaction_id::text AS transaction_id, position FROM events
      WHERE aggregate_id = $1 AND version = $2
      """;

  private static final String VERSIONS =
      """
      SELECT %s FROM unnest($1::uuid[], $2::bigint[]) AS wanted (aggregate_id, version)
      JOIN events e ON e.aggregate_id = wanted.aggregate_id AND e.version = wanted.version
      """
          .formatted(EventRow.COLUMNS);

  private static final String AS_OF =
      """
      SELECT %s FROM events e WHERE aggregate_id = $1 AND occurred_at <= $2
      ORDER BY version DESC LIMIT 1
      """
          .formatted(EventRow.COLUMNS);

  private static final String KNOWS =
      "SELECT FROM events WHERE transaction_id = $1::text::xid8 AND position = $2";

  private final Database database;
  private final PostgresqlConnectionFactory unpooled;
  private final EventRow rows;

  /**
   * @param unpooled opens the connection that is listened on, one for each who asks for wake-ups
   */
  public PostgresEventLog(
      Database database, PostgresqlConnectionFactory unpooled, JsonMapper json) {
    this.database = database;
    this.unpooled = unpooled;
    this.rows = new EventRow(json);
  }

  @Override
  public Mono<Slice> after(Position position, int limit) {
    return read(
        connection ->
            after(connection, AFTER, position, limit)
                .list(this::sliceRow)
                .map(found -> slice(found, position, limit)));
  }

  @Override
  public Mono<Slice> ofAggregate(UUID aggregateId, Position position, int limit) {
    return read(
        connection ->
            after(connection, OF_AGGREGATE, position, limit)
                .bind(aggregateId)
                .list(this::sliceRow)
                .map(found -> slice(found, position, limit)));
  }

  private static Sql after(Connection connection, String sql, Position position, int limit) {
    return Sql.on(connection, sql)
        .bind(Long.toString(position.transaction()))
        .bind(position.sequence())
        .bind(limit);
  }

  private record SliceRow(long xmin, boolean isHeldBack, @Nullable LoggedEvent event) {}

  private SliceRow sliceRow(Readable row) {
    var event = row.get("transaction_id", String.class) == null ? null : rows.read(row);
    return new SliceRow(
        Long.parseLong(Column.text(row, "xmin")),
        Column.of(row, "is_held_back", Boolean.class),
        event);
  }

  private static Slice slice(List<SliceRow> found, Position from, int limit) {
    var events = new ArrayList<LoggedEvent>(found.size());
    for (var row : found) {
      if (row.event() != null) {
        events.add(row.event());
      }
    }
    var bound = found.getFirst();
    var end =
        events.size() == limit ? events.getLast().position() : Position.endOf(bound.xmin() - 1);
    return new Slice(events, end.isAfter(from) ? end : from, bound.isHeldBack());
  }

  @Override
  public Mono<Position> head() {
    return read(connection -> Sql.on(connection, HEAD).one(EventRow::position))
        .defaultIfEmpty(Position.START);
  }

  @Override
  public Mono<Position> positionOf(UUID aggregateId, long version) {
    return read(
        connection ->
            Sql.on(connection, POSITION_OF)
                .bind(aggregateId)
                .bind(version)
                .one(EventRow::position));
  }

  @Override
  public Mono<List<LoggedEvent>> versions(Collection<AggregateVersion> wanted) {
    var ids = wanted.stream().map(AggregateVersion::aggregateId).toArray(UUID[]::new);
    var versions = wanted.stream().map(AggregateVersion::version).toArray(Long[]::new);
    return read(
        connection -> Sql.on(connection, VERSIONS).bind(ids).bind(versions).list(rows::read));
  }

  @Override
  public Mono<LoggedEvent> asOf(UUID aggregateId, Instant at) {
    return read(
        connection ->
            Sql.on(connection, AS_OF).bind(aggregateId).bind(Column.utc(at)).one(rows::read));
  }

  @Override
  public Mono<Boolean> knows(Position position) {
    return read(connection ->
            Sql.on(connection, KNOWS)
                .bind(Long.toString(position.transaction()))
                .bind(position.sequence())
                .one(_ -> true))
        .defaultIfEmpty(false);
  }

  private <T> Mono<T> read(Function<Connection, Mono<T>> work) {
    return database.read(work).onErrorMap(failure -> new OutageException("database", failure));
  }

  @Override
  public Flux<Boolean> wakeUps() {
    return Flux.usingWhen(unpooled.create(), PostgresEventLog::listen, PostgresqlConnection::close)
        .onErrorMap(failure -> new OutageException("database", failure));
  }

  // A first element after LISTEN has begun: what came before it has woken nobody.
  private static Flux<Boolean> listen(PostgresqlConnection connection) {
    return connection
        .createStatement("LISTEN " + EventJournal.CHANNEL)
        .execute()
        .flatMap(result -> result.getRowsUpdated(), 1)
        .then(Mono.just(true))
        .concatWith(connection.getNotifications().map(_ -> true))
        .concatWith(Mono.error(() -> new TimeoutException("the connection has ended")));
  }
}
