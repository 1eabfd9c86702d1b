package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.feed.EventFilter;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.PauseReason;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.port.Endpoints.Subscription;
import io.r2dbc.spi.Readable;
import java.util.List;

/** Endpoints out of rows. */
final class EndpointRows {
  /** The columns that {@link #read} needs, of endpoints as e. */
  static final String COLUMNS =
      """
      e.venue_id, e.id, e.url, e.types, e.description, e.is_active, e.paused_reason,
      e.secret, e.previous_secret, e.previous_until, e.version, e.created_at, e.updated_at
      """;

  private EndpointRows() {}

  static Endpoint read(Readable row) {
    var reason = row.get("paused_reason", String.class);
    return new Endpoint(
        new EndpointId(Column.uuid(row, "id")),
        VenueKey.read(row),
        Column.text(row, "url"),
        types(row),
        row.get("description", String.class),
        Column.of(row, "is_active", Boolean.class),
        reason == null ? null : PauseReason.valueOf(reason),
        secrets(row),
        Column.number(row, "version"),
        Column.instant(row, "created_at"),
        Column.instant(row, "updated_at"));
  }

  static EndpointSecrets secrets(Readable row) {
    var previous = row.get("previous_secret", String.class);
    return new EndpointSecrets(
        new SealedSecret(Column.text(row, "secret")),
        previous == null ? null : new SealedSecret(previous),
        Column.instantOrNull(row, "previous_until"));
  }

  static Subscription subscription(Readable row) {
    var venue = VenueKey.read(row);
    return new Subscription(
        new EndpointId(Column.uuid(row, "id")),
        venue,
        new EventFilter(types(row), venue),
        Long.parseLong(Column.text(row, "since")));
  }

  private static List<String> types(Readable row) {
    return List.of(Column.of(row, "types", String[].class));
  }
}
