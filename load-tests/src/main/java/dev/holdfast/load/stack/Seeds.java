package dev.holdfast.load.stack;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Fills a database with copies of a booking that the server has made, each for a slot of its own.
 * The server must be down: its consumers are told that they have seen it all.
 */
final class Seeds {
  private Seeds() {}

  static void bookings(Postgres postgres, Slots slots, List<UUID> users, UUID sample, int count) {
    postgres.execute(
        Postgres.HOLDFAST,
        String.format(
            Locale.ROOT,
            """
            CREATE UNLOGGED TABLE load_seed AS
            SELECT n, uuidv7() AS id, uuidv7() AS item,
              (%s)[1 + n %% %d] AS user_id, (%s)[1 + n %% %d] AS resource_id,
              timestamptz '%s' + (n / %d) * interval '15 minutes' AS start_at
            FROM generate_series(0, %d - 1) AS n
            """,
            array(users),
            users.size(),
            array(slots.resources()),
            slots.resources().size(),
            slots.first(),
            slots.resources().size(),
            count),
        """
        INSERT INTO bookings (venue_id, id, user_id, status, total_amount, currency, hold_until,
          awaiting, note, cancellation_policy, version, created_at, updated_at)
        SELECT b.venue_id, s.id, s.user_id, b.status, b.total_amount, b.currency, b.hold_until,
          b.awaiting, b.note, b.cancellation_policy, b.version, b.created_at, b.updated_at
        FROM load_seed s, bookings b WHERE b.id = '%s' ORDER BY s.n
        """
            .formatted(sample),
        """
        INSERT INTO booking_items (venue_id, booking_id, id, resource_id, unit_no, start_at, end_at,
          occupied, price, status)
        SELECT i.venue_id, s.id, s.item, s.resource_id, 1, s.start_at,
          s.start_at + interval '15 minutes',
          tstzrange(s.start_at, s.start_at + interval '15 minutes', '[)'), i.price, b.status
        FROM load_seed s, booking_items i JOIN bookings b ON b.id = i.booking_id
        WHERE i.booking_id = '%s' ORDER BY s.n
        """
            .formatted(sample),
        """
        INSERT INTO events (venue_id, aggregate_type, aggregate_id, version, type, data, metadata,
          occurred_at)
        SELECT e.venue_id, e.aggregate_type, s.id, e.version, e.type,
          replace(e.data::text, e.aggregate_id::text, s.id::text)::json, e.metadata, e.occurred_at
        FROM load_seed s, events e WHERE e.aggregate_id = '%s' ORDER BY s.n
        """
            .formatted(sample),
        """
        INSERT INTO idempotency_keys (venue_id, user_id, operation, key, request_hash, answer,
          is_sealed, created_at)
        SELECT k.venue_id, s.user_id, k.operation, 'seed-' || s.n, k.request_hash,
          replace(k.answer, '%s', s.id::text), k.is_sealed, k.created_at
        FROM load_seed s, (SELECT * FROM idempotency_keys WHERE answer LIKE '%%%s%%' LIMIT 1) k
        ORDER BY s.n
        """
            .formatted(sample, sample),
        """
        UPDATE checkpoints SET (transaction_id, position) = (
          SELECT transaction_id, position FROM events
          ORDER BY transaction_id DESC, position DESC LIMIT 1)
        """,
        "DROP TABLE load_seed",
        "VACUUM ANALYZE",
        "CHECKPOINT");
  }

  private static String array(List<UUID> ids) {
    return ids.stream()
        .map(id -> "'" + id + "'")
        .collect(Collectors.joining(",", "ARRAY[", "]::uuid[]"));
  }
}
