package dev.holdfast.adapter.postgres.resource;

import static dev.holdfast.adapter.postgres.Column.utc;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.ResourceRejection.TooManySlots;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Occupancy;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.TimeRange;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What is taken, as PostgreSQL has it: by the very ranges that the exclusion constraint sees.
 *
 * <p>Without PostgreSQL every call fails in bounded time.
 */
public final class PostgresOccupancy implements Occupancy {
  private static final int STRETCHES_MAX = 100_000;

  private static final String TAKEN =
      """
      SELECT unit_no, lower(stretch) AS taken_from, upper(stretch) AS taken_to
      FROM (
        SELECT i.unit_no, unnest(range_agg(i.occupied)) AS stretch
        FROM booking_items i
        WHERE i.venue_id = $1 AND i.resource_id = $2 AND i.occupied && tstzrange($3, $4, '[)')
          AND i.status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')
          AND (i.status <> 'PENDING' OR EXISTS (
            SELECT 1 FROM bookings b
            WHERE b.venue_id = i.venue_id AND b.id = i.booking_id
              AND b.hold_until > clock_timestamp()))
        GROUP BY i.unit_no) AS merged
      ORDER BY taken_from, unit_no
      LIMIT $5
      """;

  private final Database database;

  public PostgresOccupancy(Database database) {
    this.database = database;
  }

  @Override
  public Mono<List<Taken>> taken(VenueId venue, ResourceId resource, TimeRange within) {
    return database
        .read(
            connection ->
                Sql.on(connection, TAKEN)
                    .bind(venue.value())
                    .bind(resource.value())
                    .bind(utc(within.start()))
                    .bind(utc(within.end()))
                    .bind(STRETCHES_MAX + 1)
                    .list(
                        row ->
                            new Taken(
                                Column.of(row, "unit_no", Integer.class),
                                new TimeRange(
                                    Column.instant(row, "taken_from"),
                                    Column.instant(row, "taken_to")))))
        .doOnNext(
            taken -> {
              if (taken.size() > STRETCHES_MAX) {
                throw new RejectedException(new TooManySlots(STRETCHES_MAX));
              }
            });
  }
}
