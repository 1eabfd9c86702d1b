package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.LoggedEvent.Metadata;
import dev.holdfast.feed.Position;
import dev.holdfast.resource.VenueId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** A row of {@code events} as an event. */
final class EventRow {
  /**
   * The columns that {@link #read} needs. A transaction id is 64 bits wide and travels as text: the
   * driver does not know its type. The time travels as a number: parsing dates was the most
   * expensive part of following the log.
   */
  static final String COLUMNS =
      """
      e.transaction_id::text AS transaction_id, e.position, e.type, e.aggregate_type, e.aggregate_id,
        e.version, (extract(epoch FROM e.occurred_at) * 1000000)::bigint AS occurred_at_micros,
        e.venue_id, e.data::text AS data, e.metadata::text AS metadata
      """;

  private final ObjectReader metadata;

  EventRow(JsonMapper json) {
    metadata =
        json.readerFor(Metadata.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  LoggedEvent read(Readable row) {
    return new LoggedEvent(
        position(row),
        Column.text(row, "type"),
        Column.text(row, "aggregate_type"),
        Column.uuid(row, "aggregate_id"),
        Column.number(row, "version"),
        Instant.EPOCH.plus(Column.number(row, "occurred_at_micros"), ChronoUnit.MICROS),
        venue(Column.uuid(row, "venue_id")),
        Column.text(row, "data"),
        metadata.readValue(Column.text(row, "metadata")));
  }

  static Position position(Readable row) {
    return new Position(
        Long.parseLong(Column.text(row, "transaction_id")), Column.number(row, "position"));
  }

  private static @Nullable VenueId venue(UUID id) {
    return EventJournal.NO_VENUE.equals(id) ? null : new VenueId(id);
  }
}
