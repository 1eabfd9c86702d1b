package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.booking.BookingFixtures.ANNA;
import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.booking.BookingFixtures.aHold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.DatabaseClock;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.port.Bookings.Placement;
import dev.holdfast.booking.port.BookingsContract;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PostgresBookingsIT implements BookingsContract {
  private static final DatabaseClock CLOCK = new DatabaseClock(TestDatabase.database());

  private final Bookings bookings =
      new PostgresBookings(
          TestDatabase.database(), TestDatabase.journal(), AVenue.POLICIES, TestDatabase.lanes());

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

  @Test
  void whatTheDatabaseCannotKeepFailsAloneAndItsNeighboursAreKept() {
    var outcomes =
        Flux.range(0, 60)
            .flatMap(
                n -> {
                  var booking = aBooking().from(TEN.plus(HOUR.multipliedBy(n))).draft();
                  return place(n == 30 ? ofNoVenue(booking) : booking)
                      .map(_ -> "kept")
                      .onErrorReturn("failed");
                },
                60)
            .collectList()
            .blockOptional()
            .orElseThrow();
    assertThat(outcomes).filteredOn("failed"::equals).hasSize(1);
    assertThat(outcomes).filteredOn("kept"::equals).hasSize(59);
  }

  @Test
  void anAnswerThatCannotBeMadeFailsAlone() {
    var outcomes =
        outcomes(n -> aBooking().from(TEN.plus(HOUR.multipliedBy(n))).draft(), n -> n == 10);
    assertThat(outcomes).filteredOn("failed"::equals).hasSize(1);
    assertThat(outcomes).filteredOn("kept"::equals).hasSize(19);
  }

  @Test
  void whoComesToNothingLeavesTheSlotToOneOfThoseBehind() {
    var outcomes = outcomes(_ -> aBooking().draft(), n -> n < 2);
    assertThat(outcomes).filteredOn("kept"::equals).hasSize(1);
  }

  /** Of twenty at once, of whom some cannot be answered. */
  private List<String> outcomes(IntFunction<BookingDraft> drafts, IntPredicate isDefective) {
    return Flux.range(0, 20)
        .flatMap(
            n ->
                bookings
                    .place(
                        drafts.apply(n),
                        null,
                        isDefective.test(n)
                            ? PostgresBookingsIT::defect
                            : _ -> new KeptAnswer("", false),
                        Actor.system("test"))
                    .map(_ -> "kept")
                    .onErrorReturn(IllegalStateException.class, "failed")
                    .onErrorReturn(RejectedException.class, "taken"),
            20)
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  private static KeptAnswer defect(Booking booking) {
    throw new IllegalStateException("as arranged for " + booking.id());
  }

  /** Its foreign key finds nothing, so the statement fails, and with it the whole group. */
  private static BookingDraft ofNoVenue(BookingDraft draft) {
    return new BookingDraft(
        draft.id(),
        new VenueId(UUID.randomUUID()),
        draft.user(),
        draft.claims(),
        draft.currency(),
        draft.holdUntil(),
        draft.awaiting(),
        draft.note(),
        draft.policy(),
        draft.at());
  }

  @Test
  void aKeyOlderThanADayIsFreeToBeUsedAnew() {
    var key = new RequestKey(ANNA, "POST /v1/bookings", "old-key", "hash");
    assertThat(place(aBooking().draft(), key)).isInstanceOf(Placement.Placed.class);
    TestDatabase.database()
        .write(
            connection ->
                Sql.on(
                        connection,
                        "UPDATE idempotency_keys SET created_at = now() - interval '25 hours'")
                    .count())
        .block();
    var elsewhere = aBooking().from(TEN.plus(HOUR)).draft();
    assertThat(place(elsewhere, key)).isInstanceOf(Placement.Placed.class);
    assertThat(place(aBooking().on(OTHER_COURT).draft(), key))
        .isInstanceOf(Placement.KnownKey.class);
  }

  @Test
  void aLaneThatLostItsConnectionOpensAnother() {
    place(aBooking().draft()).block();
    TestDatabase.database()
        .read(
            connection ->
                Sql.on(
                        connection,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE pid <> pg_backend_pid() AND query LIKE '%wish%'")
                    .list(_ -> true))
        .block();
    var next = aBooking().on(OTHER_COURT).draft();
    assertThat(place(next).onErrorResume(_ -> place(next)).block())
        .isInstanceOf(Placement.Placed.class);
  }

  private Placement place(BookingDraft draft, RequestKey key) {
    return bookings
        .place(draft, key, booking -> new KeptAnswer("", false), Actor.system("test"))
        .blockOptional()
        .orElseThrow();
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
