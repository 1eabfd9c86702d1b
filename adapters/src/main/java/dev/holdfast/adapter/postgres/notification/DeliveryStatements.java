package dev.holdfast.adapter.postgres.notification;

/** The statements about deliveries that are more than a line. */
final class DeliveryStatements {
  static final String QUEUE =
      """
      INSERT INTO webhook_deliveries
        (venue_id, endpoint_id, id, event_id, type, aggregate_id, version, status, tried_until)
      SELECT venue_id, endpoint_id, id, event_id, type, aggregate_id, version, 'PENDING',
        now() + $8 * interval '1 millisecond'
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[],
          $7::bigint[])
        AS d (venue_id, endpoint_id, id, event_id, type, aggregate_id, version)
      ON CONFLICT DO NOTHING
      """;

  static final String ADD =
      """
      WITH d AS (
        INSERT INTO webhook_deliveries
          (venue_id, endpoint_id, id, event_id, type, aggregate_id, version, status, attempts,
           tried_until, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb, now(), $10)
        RETURNING *)
      SELECT %s FROM d, (SELECT true AS is_active) AS e
      """
          .formatted(DeliveryRows.COLUMNS);

  static final String FIND =
      """
      SELECT %s FROM webhook_deliveries d
      JOIN webhook_endpoints e ON e.venue_id = d.venue_id AND e.id = d.endpoint_id
      WHERE d.id = $1
      """
          .formatted(DeliveryRows.COLUMNS);

  static final String LIST =
      """
      SELECT %s FROM webhook_deliveries d
      JOIN webhook_endpoints e ON e.venue_id = d.venue_id AND e.id = d.endpoint_id
      WHERE ($1::uuid IS NULL OR d.id < $1) AND ($3 OR e.venue_id = ANY($4))
        AND ($5::uuid IS NULL OR d.endpoint_id = $5)
        AND ($6::text IS NULL OR $6 =
          CASE WHEN d.status = 'PENDING' AND NOT e.is_active THEN 'PAUSED' ELSE d.status END)
      ORDER BY d.id DESC
      LIMIT $2
      """
          .formatted(DeliveryRows.COLUMNS);

  // Each endpoint gives its own few, found by its own index, so that the backlog of one is never
  // read for another. Its id alone names its rows: with the venue beside it another index looks
  // better, which has what was delivered as well. now() stands for all of the statement, and unlike
  // clock_timestamp() it can bound an index. The first of an aggregate is found by the order of its
  // index and not by equality: planned for a table that was nearly empty, that was another index,
  // read whole for each row (2,500 deliveries took 3.4 s and 20,000 took 51 s; now 10,000 take
  // 0.6).
  static final String CLAIM =
      """
      WITH due AS (
        SELECT p.venue_id, p.id
        FROM webhook_endpoints e
        CROSS JOIN LATERAL (
          SELECT q.venue_id, q.id
          FROM webhook_deliveries q
          WHERE q.endpoint_id = e.id AND q.status = 'PENDING'
            AND q.next_attempt_at <= now() AND q.claimed_until <= now()
            AND (
              SELECT b.version = q.version FROM webhook_deliveries b
              WHERE b.status = 'PENDING' AND (b.endpoint_id, b.aggregate_id, b.version)
                >= (q.endpoint_id, q.aggregate_id, 0)
              ORDER BY b.endpoint_id, b.aggregate_id, b.version LIMIT 1)
          ORDER BY q.next_attempt_at
          LIMIT greatest(0,
            $5 - (SELECT count(*) FROM unnest($4::uuid[]) AS busy (id) WHERE busy.id = e.id))
          FOR UPDATE SKIP LOCKED) AS p
        WHERE e.is_active AND (e.failures > 0) = $3
        LIMIT $6)
      UPDATE webhook_deliveries d
      SET claimed_by = $1, claimed_until = now() + $2 * interval '1 millisecond',
        claim_no = d.claim_no + 1
      FROM due, webhook_endpoints e
      WHERE d.venue_id = due.venue_id AND d.id = due.id
        AND e.venue_id = d.venue_id AND e.id = d.endpoint_id
      RETURNING %s
      """
          .formatted(DeliveryRows.CLAIM_COLUMNS);

  static final String RELEASE =
      """
      UPDATE webhook_deliveries SET claimed_until = '-infinity'
      WHERE claimed_by = $1 AND status = 'PENDING' AND claimed_until > now()
      """;

  static final String REPLAY =
      """
      UPDATE webhook_deliveries d
      SET status = 'PENDING', failures = 0, next_attempt_at = now(),
        tried_until = now() + $2 * interval '1 millisecond'
      FROM webhook_endpoints e
      WHERE d.id = $1 AND e.venue_id = d.venue_id AND e.id = d.endpoint_id
      RETURNING %s
      """
          .formatted(DeliveryRows.COLUMNS);

  static final String HASTEN =
      """
      UPDATE webhook_deliveries
      SET failures = 0, next_attempt_at = now(),
        tried_until = now() + $2 * interval '1 millisecond'
      WHERE id IN (
        SELECT id FROM webhook_deliveries
        WHERE endpoint_id = $1 AND status = 'PENDING'
          AND (next_attempt_at > now()
            OR tried_until < now() + $2 / 2 * interval '1 millisecond')
        LIMIT $3)
      """;

  static final String PURGE =
      """
      DELETE FROM webhook_deliveries
      WHERE id IN (SELECT id FROM webhook_deliveries WHERE id < $1 ORDER BY id LIMIT $2)
      """;

  private DeliveryStatements() {}
}
