package dev.holdfast.adapter.postgres;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Connection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events into the store, in the transaction of the change they tell of, and wakes the
 * readers of the log when that commits.
 *
 * <p>One rule keeps the log in order per aggregate: a transaction reads the version of every
 * aggregate it will change before its first write. A writer that saw version n then got its
 * transaction id after the writer of n had committed, so ids rise with versions (ADR 3).
 */
public final class EventJournal {
  /** Where the log's readers listen. */
  public static final String CHANNEL = "holdfast_events";

  private static final String APPEND =
      """
      WITH appended AS (
        INSERT INTO events
          (venue_id, aggregate_type, aggregate_id, version, type, data, metadata, occurred_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING 1)
      SELECT pg_notify('holdfast_events', '') FROM appended
      """;

  private final JsonMapper json;

  public EventJournal(JsonMapper json) {
    this.json = json;
  }

  /**
   * One thing that happened.
   *
   * @param venueId absent for what belongs to no venue
   * @param data the aggregate in plain values after the event; written as JSON
   */
  public record Entry(
      @Nullable UUID venueId,
      String aggregateType,
      UUID aggregateId,
      long version,
      String type,
      Object data,
      Instant at) {}

  /** Whose doing it was, as it is kept; the same names as in {@code LoggedEvent.Metadata}. */
  private record Metadata(
      @Nullable UUID userId,
      @Nullable UUID sessionId,
      String requestId,
      @Nullable String ip,
      @Nullable String userAgent) {
    static Metadata of(Actor actor) {
      UserId user = actor.userId();
      return new Metadata(
          user == null ? null : user.value(),
          actor.sessionId(),
          actor.origin().requestId(),
          actor.origin().ip(),
          actor.origin().userAgent());
    }
  }

  /** What an event carries, as JSON; for those who write many rows at once. */
  public String data(Object data) {
    return json.writeValueAsString(data);
  }

  /** Whose doing an event was, as JSON. */
  public String metadata(Actor actor) {
    return json.writeValueAsString(Metadata.of(actor));
  }

  /** Keeps the event with the transaction of the connection. */
  public Mono<Void> append(Connection connection, Entry entry, Actor actor) {
    return Sql.on(connection, APPEND)
        .bind(VenueKey.of(entry.venueId()))
        .bind(entry.aggregateType())
        .bind(entry.aggregateId())
        .bind(entry.version())
        .bind(entry.type())
        .bind(Json.of(data(entry.data())))
        .bind(Json.of(metadata(actor)))
        .bind(Column.utc(entry.at()))
        .list(_ -> true)
        .then();
  }
}
