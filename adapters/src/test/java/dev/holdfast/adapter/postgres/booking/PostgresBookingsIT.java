package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.booking.BookingFixtures.aHold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.DatabaseClock;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.port.BookingsContract;
import dev.holdfast.shared.Actor;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PostgresBookingsIT implements BookingsContract {
  private static final DatabaseClock CLOCK = new DatabaseClock(TestDatabase.database());

  private final Bookings bookings =
      new PostgresBookings(TestDatabase.database(), TestDatabase.journal(), AVenue.POLICIES);

  @BeforeAll
  static void keepVenue() {
    CLOCK.calibrate().block();
    AVenue.keep();
  }

  @BeforeEach
  void forgetAllBookings() {
    TestDatabase.database()
        .write(
            connection ->
                Sql.on(connection, "TRUNCATE bookings, booking_items, idempotency_keys").count())
        .block();
  }

  @Override
  public Bookings bookings() {
    return bookings;
  }

  @Override
  public Instant now() {
    return CLOCK.instant();
  }

  @Test
  void aHoldThatGivesWayIsToldOfInTheLog() {
    var now = now();
    var hold = aHold().madeAt(now.minusSeconds(60)).heldUntil(now.minusSeconds(1)).draft();
    var booking = aBooking().madeAt(now).draft();
    Flux.just(hold, booking).concatMap(this::place).blockLast();
    assertThat(eventsOf(hold.id())).containsExactly("booking.created", "booking.expired");
    assertThat(eventsOf(booking.id())).containsExactly("booking.created");
  }

  @Test
  void whatIsRefusedLeavesNoEvent() {
    var loser = aBooking().draft();
    place(aBooking().draft()).block();
    StepVerifier.create(place(loser)).verifyError();
    assertThat(eventsOf(loser.id())).isEmpty();
  }

  private Mono<Bookings.Placement> place(BookingDraft draft) {
    return bookings.place(draft, null, booking -> new KeptAnswer("", false), Actor.system("test"));
  }

  private static List<String> eventsOf(BookingId id) {
    return TestDatabase.database()
        .read(
            connection ->
                Sql.on(
                        connection,
                        "SELECT type FROM events WHERE aggregate_id = $1 ORDER BY version")
                    .bind(id.value())
                    .list(row -> Column.text(row, "type")))
        .blockOptional()
        .orElseThrow();
  }
}
