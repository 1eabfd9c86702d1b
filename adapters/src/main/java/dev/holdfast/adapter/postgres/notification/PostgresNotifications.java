package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.adapter.postgres.BinaryArray;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.notification.Notification;
import dev.holdfast.notification.port.Notifications;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.UserId;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notifications in the table {@code notifications}. Of two nodes that look for work at the same
 * time neither waits: each passes over what the other has locked, and what it has claimed by then.
 */
public final class PostgresNotifications implements Notifications {
  private static final String ADD =
      """
      INSERT INTO notifications
        (venue_id, id, user_id, aggregate_id, version, template, subject, due_at, next_attempt_at)
      SELECT venue_id, id, user_id, aggregate_id, version, template, subject,
        coalesce(due_at, now()), coalesce(due_at, now())
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[],
        $7::text[], $8::timestamptz[])
        AS new (venue_id, id, user_id, aggregate_id, version, template, subject, due_at)
      ON CONFLICT DO NOTHING
      """;

  private static final String OUTDATE =
      """
      UPDATE notifications n SET status = 'CANCELLED'
      FROM unnest($1::uuid[], $2::bigint[]) AS outdated (aggregate_id, version)
      WHERE n.aggregate_id = outdated.aggregate_id AND n.version < outdated.version
        AND n.template = 'REMINDER' AND n.status = 'PENDING'
      """;

  private static final String FORGET = "DELETE FROM notifications WHERE user_id = ANY ($1::uuid[])";

  // now() is when the transaction began, and can be looked up in an index, unlike
  // clock_timestamp(). The status of what is earlier is asked for in words that no index answers:
  // planned for a nearly empty table, the one of what is pending would be read whole for each row.
  private static final String CLAIM =
      """
      WITH due AS (
        SELECT aggregate_id, version, template, venue_id FROM notifications n
        WHERE status = 'PENDING' AND next_attempt_at <= now() AND claimed_until <= now()
          AND NOT EXISTS (
            SELECT FROM notifications earlier
            WHERE earlier.aggregate_id = n.aggregate_id AND earlier.status || '' = 'PENDING'
              AND earlier.due_at <= now()
              AND (earlier.version, earlier.due_at) < (n.version, n.due_at))
        ORDER BY next_attempt_at LIMIT $1
        FOR UPDATE SKIP LOCKED)
      UPDATE notifications n
      SET claim = $2, claimed_until = clock_timestamp() + $3 * interval '1 millisecond'
      FROM due
      WHERE n.aggregate_id = due.aggregate_id AND n.version = due.version
        AND n.template = due.template AND n.venue_id = due.venue_id
      RETURNING %s, n.claim, n.attempts
      """
          .formatted(NotificationRows.COLUMNS);

  private static final String SETTLE =
      """
      UPDATE notifications SET claim = NULL, claimed_until = '-infinity', %s
      WHERE aggregate_id = $1 AND version = $2 AND template = $3 AND venue_id = $4
        AND claim = $5 AND status = 'PENDING'
      """;
  private static final String SENT =
      SETTLE.formatted("status = 'SENT', sent_at = clock_timestamp()");
  private static final String FAILED = SETTLE.formatted("status = 'FAILED'");
  private static final String DROPPED = SETTLE.formatted("status = 'CANCELLED'");
  private static final String RELEASED = SETTLE.formatted("attempts = attempts");
  private static final String AGAIN =
      SETTLE.formatted(
          """
          attempts = attempts + 1,
            next_attempt_at = clock_timestamp() + $6 * interval '1 millisecond'
          """);

  private static final String LIST =
      """
      SELECT %s FROM notifications n
      WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
      """
          .formatted(NotificationRows.COLUMNS);

  private final Database database;

  public PostgresNotifications(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Void> record(Changes changes) {
    return database
        .write(
            connection ->
                add(connection, changes.added())
                    .then(Mono.defer(() -> outdate(connection, changes.outdated())))
                    .then(Mono.defer(() -> forget(connection, changes.forgotten()))))
        .onErrorMap(Database::outage)
        .then();
  }

  private static Mono<Long> add(Connection connection, List<New> added) {
    if (added.isEmpty()) {
      return Mono.just(0L);
    }
    return Sql.on(connection, ADD)
        .bind(BinaryArray.uuids(added, it -> VenueKey.of(it.venueId())))
        .bind(BinaryArray.uuids(added, New::id))
        .bind(BinaryArray.uuids(added, it -> it.userId().value()))
        .bind(BinaryArray.uuids(added, New::aggregateId))
        .bind(added.stream().map(New::version).toArray(Long[]::new))
        .bind(BinaryArray.texts(added, it -> it.template().name()))
        .bind(BinaryArray.texts(added, New::subject))
        .bind(BinaryArray.times(added, New::dueAt))
        .count();
  }

  private static Mono<Long> outdate(Connection connection, Map<UUID, Long> outdated) {
    if (outdated.isEmpty()) {
      return Mono.just(0L);
    }
    var entries = List.copyOf(outdated.entrySet());
    return Sql.on(connection, OUTDATE)
        .bind(entries.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
        .bind(entries.stream().map(Map.Entry::getValue).toArray(Long[]::new))
        .count();
  }

  private static Mono<Long> forget(Connection connection, Set<UserId> forgotten) {
    return forgotten.isEmpty()
        ? Mono.just(0L)
        : Sql.on(connection, FORGET)
            .bind(forgotten.stream().map(UserId::value).toArray(UUID[]::new))
            .count();
  }

  @Override
  public Mono<List<Claimed>> claim(int limit, Duration length) {
    return database
        .write(
            connection ->
                Sql.on(connection, CLAIM)
                    .bind(limit)
                    .bind(Ids.next())
                    .bind(length.toMillis())
                    .list(NotificationRows::claimed))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Boolean> settle(Claimed claimed, Settlement settlement) {
    return database
        .write(connection -> settled(connection, claimed, settlement).count())
        .map(count -> count == 1)
        .onErrorMap(Database::outage);
  }

  private static Sql settled(Connection connection, Claimed claimed, Settlement settlement) {
    return switch (settlement) {
      case Settlement.Sent() -> held(connection, SENT, claimed);
      case Settlement.Failed() -> held(connection, FAILED, claimed);
      case Settlement.Dropped() -> held(connection, DROPPED, claimed);
      case Settlement.Released() -> held(connection, RELEASED, claimed);
      case Settlement.Again(var after) -> held(connection, AGAIN, claimed).bind(after.toMillis());
    };
  }

  private static Sql held(Connection connection, String sql, Claimed claimed) {
    var notification = claimed.notification();
    return Sql.on(connection, sql)
        .bind(notification.aggregateId())
        .bind(notification.version())
        .bind(notification.template().name())
        .bind(VenueKey.of(notification.venueId()))
        .bind(claimed.claim());
  }

  @Override
  public Mono<Page<Notification>> list(UserId user, Page.Request page) {
    return pieces(user).list(page);
  }

  @Override
  public Flux<Notification> all(UserId user) {
    return pieces(user).all();
  }

  private Pieces<Notification> pieces(UserId user) {
    return new Pieces<>((after, limit) -> read(user, after, limit), Notification::id);
  }

  private Mono<List<Notification>> read(UserId user, @Nullable UUID after, int limit) {
    return database
        .read(
            connection ->
                Sql.on(connection, LIST)
                    .bind(user.value())
                    .bindNullable(after, UUID.class)
                    .bind(limit)
                    .list(NotificationRows::notification))
        .onErrorMap(Database::outage);
  }
}
