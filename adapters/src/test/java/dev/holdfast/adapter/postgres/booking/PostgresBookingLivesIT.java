package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.port.BookingLivesContract;
import dev.holdfast.booking.port.Bookings;
import java.util.List;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.json.JsonMapper;

class PostgresBookingLivesIT implements BookingLivesContract {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bookings bookings =
      new PostgresBookings(
          TestDatabase.database(), TestDatabase.journal(), AVenue.POLICIES, TestDatabase.lanes());

  @BeforeContainer
  static void keepVenue() {
    AVenue.keep();
  }

  @Override
  public Bookings bookings() {
    return bookings;
  }

  @Override
  public List<BookingFacts> told(BookingId id) {
    return TestDatabase.database()
        .read(
            connection ->
                Sql.on(
                        connection,
                        "SELECT data::text FROM events WHERE aggregate_id = $1 ORDER BY version")
                    .bind(id.value())
                    .list(row -> JSON.readValue(Column.text(row, "data"), BookingFacts.class)))
        .blockOptional()
        .orElseThrow();
  }
}
