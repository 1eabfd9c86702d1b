package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryVerdict;
import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.DeliveryVerdict.GivenUp;
import dev.holdfast.notification.DeliveryVerdict.RetryIn;
import dev.holdfast.notification.EndpointHealth;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Keeps what came of attempts: with the delivery, and in how its endpoint fares. */
final class DeliveryReports {
  private static final String REPORT =
      """
      UPDATE webhook_deliveries
      SET status = $4, claimed_until = '-infinity',
        failures = failures + CASE WHEN $4 = 'PENDING' THEN 1 ELSE 0 END,
        next_attempt_at = clock_timestamp() + $5 * interval '1 millisecond',
        attempts = CASE WHEN jsonb_array_length(attempts) < %d THEN attempts ELSE attempts - 0 END
          || $6::text::jsonb
      WHERE venue_id = $1 AND id = $2 AND claim_no = $3 AND status = 'PENDING'
      """
          .formatted(Delivery.ATTEMPTS_KEPT);

  private static final String RECOVERED =
      """
      UPDATE webhook_endpoints SET failures = 0, failing_since = NULL
      WHERE venue_id = $1 AND id = $2 AND failures > 0
      """;

  private static final String FAILED =
      """
      UPDATE webhook_endpoints
      SET failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp())
      WHERE venue_id = $1 AND id = $2
      RETURNING failures,
        (extract(epoch FROM clock_timestamp() - failing_since) * 1000)::bigint AS failing_millis
      """;

  private final DeliveryRows rows;

  DeliveryReports(DeliveryRows rows) {
    this.rows = rows;
  }

  /** Empty when the claim is not the latest any more. A test says nothing about the endpoint. */
  Mono<EndpointHealth> keep(
      Connection connection,
      DeliveryClaim claim,
      DeliveryAttempt attempt,
      DeliveryVerdict verdict) {
    return Sql.on(connection, REPORT)
        .bind(VenueKey.of(claim.venueId()))
        .bind(claim.id().value())
        .bind(claim.claimNo())
        .bind(status(verdict))
        .bind(verdict instanceof RetryIn(var pause) ? pause.toMillis() : 0L)
        .bind(rows.write(attempt))
        .count()
        .filter(changed -> changed == 1)
        .flatMap(
            _ ->
                claim.subject().isTest()
                    ? Mono.just(EndpointHealth.GOOD)
                    : health(connection, claim, verdict instanceof Delivered));
  }

  private static Mono<EndpointHealth> health(
      Connection connection, DeliveryClaim claim, boolean isDelivered) {
    var sql =
        Sql.on(connection, isDelivered ? RECOVERED : FAILED)
            .bind(VenueKey.of(claim.venueId()))
            .bind(claim.endpoint().value());
    return isDelivered
        ? sql.count().thenReturn(EndpointHealth.GOOD)
        : sql.one(
            row ->
                new EndpointHealth(
                    Column.of(row, "failures", Integer.class),
                    Duration.ofMillis(Column.number(row, "failing_millis"))));
  }

  private static String status(DeliveryVerdict verdict) {
    return switch (verdict) {
      case Delivered _ -> "DELIVERED";
      case RetryIn _ -> "PENDING";
      case GivenUp _ -> "FAILED";
    };
  }
}
