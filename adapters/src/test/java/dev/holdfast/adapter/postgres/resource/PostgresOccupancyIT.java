package dev.holdfast.adapter.postgres.resource;

import static dev.holdfast.adapter.postgres.Column.utc;
import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;

import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.resource.ResourceFixtures;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Occupancy;
import dev.holdfast.resource.port.OccupancyContract;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.TimeRange;
import io.r2dbc.spi.Connection;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PostgresOccupancyIT implements OccupancyContract {
  private static final String BOOKING =
      """
      INSERT INTO bookings (venue_id, id, user_id, status, total_amount, currency, hold_until,
        cancellation_policy, version, created_at, updated_at)
      VALUES ($1, $2, $2, $3, 0, 'EUR',
        CASE WHEN $3 = 'PENDING' THEN clock_timestamp() + $4 * interval '1 second' END,
        '{}', 1, now(), now())
      """;

  private static final String ITEM =
      """
      INSERT INTO booking_items (venue_id, booking_id, id, resource_id, unit_no, start_at, end_at,
        occupied, price, status)
      VALUES ($1, $2, $2, $3, $4, $5, $6, tstzrange($5, $6, '[)'), 0, $7)
      """;

  private final dev.holdfast.resource.Venue venue = ResourceFixtures.venue(BERLIN);

  @BeforeEach
  void keepVenue() {
    StepVerifier.create(Keepers.venues().add(new VenueCreated(venue, NOW), ADMIN))
        .expectNextCount(1)
        .verifyComplete();
  }

  @Override
  public Occupancy occupancy() {
    return new PostgresOccupancy(TestDatabase.database());
  }

  @Override
  public VenueId venue() {
    return venue.id();
  }

  @Override
  public void take(ResourceId resource, int unit, TimeRange occupied, How how) {
    var status =
        switch (how) {
          case CONFIRMED -> "CONFIRMED";
          case LIVE_HOLD, LAPSED_HOLD -> "PENDING";
          case CANCELLED -> "CANCELLED";
        };
    var left = how == How.LAPSED_HOLD ? 0 : 600;
    StepVerifier.create(
            TestDatabase.database()
                .write(connection -> book(connection, resource, unit, occupied, status, left)))
        .expectNext(1L)
        .verifyComplete();
  }

  private Mono<Long> book(
      Connection connection,
      ResourceId resource,
      int unit,
      TimeRange occupied,
      String status,
      int left) {
    UUID booking = Ids.next();
    return Sql.on(connection, BOOKING)
        .bind(venue.id().value())
        .bind(booking)
        .bind(status)
        .bind(left)
        .count()
        .then(
            Mono.defer(
                () ->
                    Sql.on(connection, ITEM)
                        .bind(venue.id().value())
                        .bind(booking)
                        .bind(resource.value())
                        .bind(unit)
                        .bind(utc(occupied.start()))
                        .bind(utc(occupied.end()))
                        .bind(status)
                        .count()));
  }
}
