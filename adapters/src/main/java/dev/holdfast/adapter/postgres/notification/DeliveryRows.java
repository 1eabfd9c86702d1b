package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.EndpointId;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Deliveries out of rows. */
final class DeliveryRows {
  /** The columns that {@link #read} needs, of deliveries as d and their endpoints as e. */
  static final String COLUMNS =
      """
      d.venue_id, d.id, d.endpoint_id, d.event_id, d.type, d.attempts::text AS attempts,
      d.next_attempt_at,
      CASE WHEN d.status = 'PENDING' AND NOT e.is_active THEN 'PAUSED' ELSE d.status END AS status
      """;

  /** The columns that {@link #claim} needs, of deliveries as d and their endpoints as e. */
  static final String CLAIM_COLUMNS =
      """
      d.venue_id, d.id, d.endpoint_id, d.claim_no, d.event_id, d.type, d.aggregate_id, d.version,
      d.created_at, d.failures, e.url, e.secret, e.previous_secret, e.previous_until,
      (extract(epoch FROM d.tried_until - now()) * 1000)::bigint AS left_millis
      """;

  private final JsonMapper json;
  private final ObjectReader attempts;

  DeliveryRows(JsonMapper json) {
    this.json = json;
    attempts = json.readerForListOf(Attempt.class);
  }

  /** An attempt as it is kept. */
  private record Attempt(Instant at, @Nullable Integer responseStatus, long durationMs) {}

  Delivery read(Readable row) {
    var status = DeliveryStatus.valueOf(Column.text(row, "status"));
    return new Delivery(
        new DeliveryId(Column.uuid(row, "id")),
        new EndpointId(Column.uuid(row, "endpoint_id")),
        VenueKey.read(row),
        Column.text(row, "event_id"),
        Column.text(row, "type"),
        status,
        attempts.<List<Attempt>>readValue(Column.text(row, "attempts")).stream()
            .map(kept -> new DeliveryAttempt(kept.at(), kept.responseStatus(), kept.durationMs()))
            .toList(),
        status == DeliveryStatus.PENDING ? Column.instant(row, "next_attempt_at") : null);
  }

  /** A list of one attempt, as JSON. */
  String write(DeliveryAttempt attempt) {
    return json.writeValueAsString(
        List.of(new Attempt(attempt.at(), attempt.responseStatus(), attempt.durationMs())));
  }

  static DeliveryClaim claim(Readable row) {
    return new DeliveryClaim(
        new DeliveryId(Column.uuid(row, "id")),
        new EndpointId(Column.uuid(row, "endpoint_id")),
        VenueKey.read(row),
        Column.number(row, "claim_no"),
        new DeliverySubject(
            Column.text(row, "event_id"),
            Column.text(row, "type"),
            Column.uuid(row, "aggregate_id"),
            Column.number(row, "version")),
        Column.text(row, "url"),
        EndpointRows.secrets(row),
        Column.instant(row, "created_at"),
        Column.of(row, "failures", Integer.class),
        Duration.ofMillis(Column.number(row, "left_millis")));
  }
}
