package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.LoggedEvent.Metadata;
import dev.holdfast.feed.Position;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        e.venue_id, e.data::text AS data, e.metadata::text AS metadata,
        CASE WHEN e.type = 'booking.rescheduled' THEN (
          SELECT p.data::text FROM events p
          WHERE p.aggregate_id = e.aggregate_id AND p.version = e.version - 1) END AS moved_from
      """;

  private final EventContents contents;
  private final ObjectReader metadata;

  EventRow(JsonMapper json) {
    contents = new EventContents(json);
    metadata =
        json.readerFor(Metadata.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  LoggedEvent read(Readable row) {
    var aggregateType = Column.text(row, "aggregate_type");
    var aggregateId = Column.uuid(row, "aggregate_id");
    var type = Column.text(row, "type");
    var occurredAt =
        Instant.EPOCH.plus(Column.number(row, "occurred_at_micros"), ChronoUnit.MICROS);
    var data = Column.text(row, "data");
    var content = contents.read(data);
    var before = row.get("moved_from", String.class);
    return new LoggedEvent(
        position(row),
        type,
        aggregateType,
        aggregateId,
        Column.number(row, "version"),
        occurredAt,
        VenueKey.read(row),
        aggregateType.equals("user") ? aggregateId : content.userId(),
        EventContents.touched(
            type, aggregateId, occurredAt, content, before == null ? null : contents.read(before)),
        data,
        metadata.readValue(Column.text(row, "metadata")));
  }

  static Position position(Readable row) {
    return new Position(
        Long.parseLong(Column.text(row, "transaction_id")), Column.number(row, "position"));
  }
}
