package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.Checkpoints;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checkpoints and leases as rows, by the database's clock. Without PostgreSQL everything here fails
 * as an outage, and no consumer runs.
 */
public final class PostgresCheckpoints implements Checkpoints {
  // Two who come at once meet on the row: the second waits for the first and then finds it held.
  private static final String ACQUIRE =
      """
      INSERT INTO checkpoints AS c (consumer, holder, fence, lease_until)
      VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
      ON CONFLICT (consumer) DO UPDATE
      SET fence = c.fence + CASE WHEN c.holder IS NOT DISTINCT FROM $2 THEN 0 ELSE 1 END,
        holder = $2,
        lease_until = clock_timestamp() + $3 * interval '1 millisecond'
      WHERE c.holder = $2 OR c.lease_until <= clock_timestamp()
      RETURNING fence, transaction_id::text AS transaction_id, position
      """;

  private static final String SEIZE =
      """
      INSERT INTO checkpoints AS c (consumer, holder, fence, lease_until)
      VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
      ON CONFLICT (consumer) DO UPDATE
      SET fence = c.fence + 1, holder = $2, lease_until = excluded.lease_until
      RETURNING fence, transaction_id::text AS transaction_id, position
      """;

  private static final String RELEASE =
      """
      UPDATE checkpoints SET holder = NULL, lease_until = '-infinity'
      WHERE consumer = $1 AND holder = $2 AND fence = $3
      """;

  private static final String ADVANCE =
      """
      UPDATE checkpoints SET transaction_id = $4::text::xid8, position = $5, updated_at = now()
      WHERE consumer = $1 AND holder = $2 AND fence = $3
      """;

  private static final String PARK =
      """
      INSERT INTO parked_events
        (consumer, transaction_id, position, aggregate_id, attempts, error)
      VALUES ($1, $2::text::xid8, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING
      """;

  private static final String PARKED =
      "SELECT DISTINCT aggregate_id FROM parked_events WHERE consumer = $1";

  private static final String PARKED_EVENTS =
      "SELECT "
          + EventRow.COLUMNS
          + """
          FROM parked_events p
          JOIN events e ON e.transaction_id = p.transaction_id AND e.position = p.position
          WHERE p.consumer = $1 AND (p.transaction_id, p.position) > ($2::text::xid8, $3)
          ORDER BY p.transaction_id, p.position LIMIT $4
          """;

  private static final String UNPARK =
      """
      DELETE FROM parked_events p USING checkpoints c
      WHERE c.consumer = $1 AND c.holder = $2 AND c.fence = $3
        AND p.consumer = $1 AND p.transaction_id = $4::text::xid8 AND p.position = $5
      """;

  private static final String FORGET_PARKED = "DELETE FROM parked_events WHERE consumer = $1";

  private static final String STANDINGS =
      """
      SELECT c.consumer, c.transaction_id::text AS transaction_id, c.position,
        c.lease_until > clock_timestamp() AS is_held,
        (SELECT count(*) FROM parked_events p WHERE p.consumer = c.consumer) AS parked
      FROM checkpoints c ORDER BY c.consumer
      """;

  private final Database database;
  private final EventRow rows;

  public PostgresCheckpoints(Database database, JsonMapper json) {
    this.database = database;
    this.rows = new EventRow(json);
  }

  @Override
  public Mono<Lease> acquire(String consumer, UUID runner, Duration length) {
    return lease(ACQUIRE, consumer, runner, length);
  }

  @Override
  public Mono<Lease> seize(String consumer, UUID runner, Duration length) {
    return lease(SEIZE, consumer, runner, length);
  }

  private Mono<Lease> lease(String sql, String consumer, UUID runner, Duration length) {
    return database
        .write(
            connection ->
                Sql.on(connection, sql)
                    .bind(consumer)
                    .bind(runner)
                    .bind(length.toMillis())
                    .one(
                        row ->
                            new Lease(
                                consumer,
                                runner,
                                Column.number(row, "fence"),
                                EventRow.position(row))))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Void> release(Lease lease) {
    return database
        .write(connection -> held(connection, RELEASE, lease).count())
        .onErrorMap(Database::outage)
        .then();
  }

  @Override
  public Mono<Boolean> advance(Lease lease, Position position) {
    return database
        .write(connection -> advance(connection, lease, position))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Boolean> park(Lease lease, LoggedEvent event, int attempts, String error) {
    return database
        .write(
            connection ->
                advance(connection, lease, event.position())
                    .flatMap(
                        held ->
                            held
                                ? insert(connection, lease, event, attempts, error)
                                : Mono.just(false)))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Set<UUID>> parkedAggregates(String consumer) {
    return database
        .read(
            connection ->
                Sql.on(connection, PARKED)
                    .bind(consumer)
                    .list(row -> Column.uuid(row, "aggregate_id")))
        .map(Set::copyOf)
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<List<LoggedEvent>> parked(String consumer, Position after, int limit) {
    return database
        .read(
            connection ->
                Sql.on(connection, PARKED_EVENTS)
                    .bind(consumer)
                    .bind(Long.toString(after.transaction()))
                    .bind(after.sequence())
                    .bind(limit)
                    .list(rows::read))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Boolean> unpark(Lease lease, LoggedEvent event) {
    return database
        .write(
            connection ->
                held(connection, UNPARK, lease)
                    .bind(Long.toString(event.position().transaction()))
                    .bind(event.position().sequence())
                    .count()
                    .map(taken -> taken == 1))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Boolean> restart(Lease lease) {
    return database
        .write(
            connection ->
                advance(connection, lease, Position.START)
                    .flatMap(held -> held ? forgetParked(connection, lease) : Mono.just(false)))
        .onErrorMap(Database::outage);
  }

  private static Mono<Boolean> forgetParked(Connection connection, Lease lease) {
    return Sql.on(connection, FORGET_PARKED).bind(lease.consumer()).count().thenReturn(true);
  }

  @Override
  public Mono<List<Standing>> standings() {
    return database
        .read(
            connection ->
                Sql.on(connection, STANDINGS)
                    .list(
                        row ->
                            new Standing(
                                Column.text(row, "consumer"),
                                EventRow.position(row),
                                Column.of(row, "is_held", Boolean.class),
                                Column.number(row, "parked"))))
        .onErrorMap(Database::outage);
  }

  private static Mono<Boolean> advance(Connection connection, Lease lease, Position position) {
    return held(connection, ADVANCE, lease)
        .bind(Long.toString(position.transaction()))
        .bind(position.sequence())
        .count()
        .map(changed -> changed == 1);
  }

  private static Mono<Boolean> insert(
      Connection connection, Lease lease, LoggedEvent event, int attempts, String error) {
    return Sql.on(connection, PARK)
        .bind(lease.consumer())
        .bind(Long.toString(event.position().transaction()))
        .bind(event.position().sequence())
        .bind(event.aggregateId())
        .bind(attempts)
        .bind(error)
        .count()
        .thenReturn(true);
  }

  private static Sql held(Connection connection, String sql, Lease lease) {
    return Sql.on(connection, sql).bind(lease.consumer()).bind(lease.runner()).bind(lease.fence());
  }
}
