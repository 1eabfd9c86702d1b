package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.adapter.postgres.Column.utc;

import dev.holdfast.adapter.postgres.Bell;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.LaneConnections;
import dev.holdfast.adapter.postgres.Lanes;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingMove;
import dev.holdfast.booking.BookingRejection.RequestInProgress;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.AccessRejection.Overloaded;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import io.r2dbc.spi.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bookings in PostgreSQL. Every change is one transaction with its event. Lists leave in pages of
 * bounded size, each read to its end, so that a client who reads slowly holds no connection.
 *
 * <p>Without PostgreSQL nothing can be booked or read here, and every call fails in bounded time.
 */
public final class PostgresBookings implements Bookings, AutoCloseable {
  private static final String NEWEST_FIRST = "b.id DESC";

  private final Database database;
  private final BookingStatements statements;
  private final Placing placing;
  private final Lanes<Seat> lanes;
  private final Set<RequestKey.Name> underWay = ConcurrentHashMap.newKeySet();
  private final Moving moving;

  /**
   * @param lanes for bookings of one unit, which go together
   */
  public PostgresBookings(
      Database database, EventJournal journal, PolicyJson policies, LaneConnections lanes) {
    this.database = database;
    this.statements = new BookingStatements(journal, policies);
    this.placing = new Placing(database, statements, policies);
    this.moving = new Moving(database, statements);
    this.lanes =
        new Lanes<>(
            lanes,
            new GroupPlacing(new GroupStatements(journal, policies), placing, new Bell(database)));
  }

  @Override
  public void close() {
    lanes.close();
  }

  @Override
  public Mono<Booking> find(BookingId id) {
    return database
        .read(
            connection ->
                statements.select(connection, "b.id = $1", List.of(id.value()), NEWEST_FIRST, 1))
        .flatMap(found -> found.isEmpty() ? Mono.empty() : Mono.just(found.getFirst()));
  }

  @Override
  public Mono<Placement> place(
      BookingDraft draft,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor) {
    var placed =
        Seat.suits(draft)
            ? Mono.defer(() -> inGroup(draft, key, answer, actor))
            : placing.place(draft, key, answer, actor);
    return key == null ? placed : once(key.name(), placed);
  }

  private Mono<Placement> inGroup(
      BookingDraft draft,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor) {
    var seat = new Seat(draft, key, answer, actor, new CompletableFuture<>());
    return lanes.enter(seat)
        ? Mono.fromFuture(seat.outcome(), true).flatMap(outcome -> outcome)
        : Mono.error(() -> new RejectedException(new Overloaded()));
  }

  /**
   * Refuses the second of two equal keys at once, on this node. On different nodes, or when the
   * first client has left, the database makes the second wait.
   */
  private Mono<Placement> once(RequestKey.Name name, Mono<Placement> work) {
    return Mono.defer(
        () ->
            underWay.add(name)
                ? work
                    // Before the answer goes on: whoever has it may ask again at once.
                    .doOnTerminate(() -> underWay.remove(name))
                    .doOnCancel(() -> underWay.remove(name))
                : Mono.error(() -> new RejectedException(new RequestInProgress())));
  }

  @Override
  public Mono<Placement.KnownKey> answerTo(RequestKey key) {
    return database.read(connection -> Placing.answerTo(connection, key));
  }

  @Override
  public Mono<Booking> save(BookingEvent event, Actor actor) {
    return database.write(connection -> statements.save(connection, event, actor));
  }

  @Override
  public Mono<Booking> reschedule(BookingMove move, Actor actor) {
    return moving.move(move, actor);
  }

  @Override
  public Mono<List<Booking>> saveUncontested(List<BookingEvent> events, Actor actor) {
    return events.isEmpty()
        ? Mono.just(List.of())
        : database.write(
            connection ->
                BookingStatements.lockUncontested(connection, events)
                    .flatMapIterable(
                        free ->
                            events.stream().filter(it -> free.contains(it.booking().id())).toList())
                    .concatMap(event -> statements.save(connection, event, actor))
                    .collectList());
  }

  @Override
  public Mono<Page<Booking>> list(Filter filter, Page.Request page) {
    return pieces(filter).list(page);
  }

  @Override
  public Flux<Booking> all(Filter filter) {
    return pieces(filter).all();
  }

  private Pieces<Booking> pieces(Filter filter) {
    return new Pieces<>(
        (after, limit) -> database.read(connection -> page(connection, filter, after, limit)),
        booking -> booking.id().value());
  }

  private Mono<List<Booking>> page(
      Connection connection, Filter filter, @Nullable UUID after, int limit) {
    var conditions = new ArrayList<String>();
    var values = new ArrayList<Object>();
    if (filter.visibleTo() != null) {
      var user = parameter(values, filter.visibleTo().value());
      // As an array: the venues are looked up once, and both sides of the OR find an index.
      var managed = "ARRAY(SELECT venue_id FROM venues WHERE staff @> ARRAY[" + user + "])";
      conditions.add("(b.user_id = " + user + " OR b.venue_id = ANY(" + managed + "))");
    }
    if (!filter.statuses().isEmpty()) {
      var names = filter.statuses().stream().map(Enum::name).toArray(String[]::new);
      conditions.add("b.status = ANY(" + parameter(values, names) + ")");
    }
    if (filter.venueId() != null) {
      conditions.add("b.venue_id = " + parameter(values, filter.venueId().value()));
    }
    if (filter.resourceId() != null || filter.from() != null || filter.to() != null) {
      conditions.add("EXISTS (" + itemCondition(filter, values) + ")");
    }
    if (after != null) {
      conditions.add("b.id < " + parameter(values, after));
    }
    var where = conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    return statements.select(connection, where, values, NEWEST_FIRST, limit);
  }

  private static String itemCondition(Filter filter, List<Object> values) {
    var condition =
        new StringBuilder(
            "SELECT 1 FROM booking_items f WHERE f.venue_id = b.venue_id AND f.booking_id = b.id");
    if (filter.resourceId() != null) {
      condition
          .append(" AND f.resource_id = ")
          .append(parameter(values, filter.resourceId().value()));
    }
    if (filter.from() != null) {
      condition.append(" AND f.end_at > ").append(parameter(values, utc(filter.from())));
    }
    if (filter.to() != null) {
      condition.append(" AND f.start_at < ").append(parameter(values, utc(filter.to())));
    }
    return condition.toString();
  }

  /** Remembers a value to be bound and names its place in the statement. */
  private static String parameter(List<Object> values, Object value) {
    values.add(value);
    return "$" + values.size();
  }

  @Override
  public Mono<List<Booking>> lapsedHolds(int limit) {
    return database.read(
        connection ->
            statements.select(
                connection,
                "b.status = 'PENDING' AND b.hold_until <= statement_timestamp()",
                List.of(),
                "b.hold_until, b.id",
                limit));
  }

  // By statement_timestamp(), which an index can be searched for: clock_timestamp() never stands
  // still.
  @Override
  public Mono<List<Booking>> ended(int limit) {
    return database.read(
        connection ->
            statements.select(
                connection,
                """
                (b.venue_id, b.id) IN (
                  SELECT e.venue_id, e.booking_id FROM booking_items e
                  WHERE e.ends_booking AND e.status IN ('CONFIRMED', 'CHECKED_IN')
                    AND e.end_at <= statement_timestamp()
                    AND NOT EXISTS (
                      SELECT FROM booking_items later
                      WHERE later.venue_id = e.venue_id AND later.booking_id = e.booking_id
                        AND later.end_at > statement_timestamp())
                  ORDER BY e.end_at LIMIT $1)
                """,
                List.of(limit),
                "b.id",
                limit));
  }

  @Override
  public Mono<Long> forgetOldKeys() {
    return database.write(
        connection ->
            Sql.on(
                    connection,
                    "DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'")
                .count());
  }
}
