package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.adapter.postgres.Column.utc;
import static dev.holdfast.adapter.postgres.booking.BookingStatements.array;

import dev.holdfast.adapter.postgres.BinaryArray;
import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.booking.UnitPicker.Choice;
import dev.holdfast.adapter.postgres.booking.UnitPicker.Held;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.TimeRange;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes units inside somebody's transaction: looks which are free, expires lapsed holds in the way,
 * inserts, and lets the exclusion constraint decide. Losing the race to it is a row not returned,
 * never an error.
 *
 * <p>Everything that is read is read before the first write (see {@code EventJournal}). Items go in
 * by (resource, unit, start), so that two bookings never wait for each other in a ring.
 */
final class Units {
  private static final String IN_THE_WAY =
      """
      SELECT DISTINCT held.*
      FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[],
          $4::timestamptz[]) AS w (venue_id, resource_id, lo, hi)) AS c
      CROSS JOIN LATERAL (
        SELECT i.resource_id, i.unit_no, lower(i.occupied) AS occupied_from,
          upper(i.occupied) AS occupied_to, i.booking_id,
          i.status = 'PENDING' AND EXISTS (
            SELECT FROM bookings b
            WHERE b.venue_id = i.venue_id AND b.id = i.booking_id
              AND b.hold_until <= clock_timestamp()) AS has_lapsed
        FROM booking_items i
        WHERE i.venue_id = c.venue_id AND i.resource_id = c.resource_id
          AND i.occupied && tstzrange(c.lo, c.hi, '[)')
          AND i.status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')
        OFFSET 0) AS held
      """;

  private final BookingStatements statements;

  Units(BookingStatements statements) {
    this.statements = statements;
  }

  /** Units that were free at a glance, and the holds that must give way for them. */
  record Chosen(List<List<Integer>> units, List<Booking> lapsed) {}

  /**
   * Chooses units for the claims; rejected as {@link SlotTaken} when there are none.
   *
   * @param itself the booking that asks; what it has does not stand in its way
   */
  Mono<Chosen> choose(
      Connection connection, VenueId venue, List<Claim> claims, BookingId itself, boolean spread) {
    return taken(connection, venue, claims, itself)
        .map(taken -> new UnitPicker(taken, spread, ThreadLocalRandom.current()).choose(claims))
        .flatMap(choice -> withLapsed(connection, choice));
  }

  private Mono<Chosen> withLapsed(Connection connection, Choice choice) {
    return choice.conflicts().isEmpty()
        ? lapsed(connection, choice.lapsed()).map(holds -> new Chosen(choice.units(), holds))
        : Mono.error(new RejectedException(new SlotTaken(choice.conflicts(), List.of())));
  }

  private static Mono<List<Held>> taken(
      Connection connection, VenueId venue, List<Claim> claims, BookingId itself) {
    return inTheWay(connection, claims, _ -> venue, claim -> claim)
        .map(held -> held.stream().filter(one -> !one.booking().equals(itself)).toList());
  }

  /**
   * Whatever active stands in the way of somebody's claims, lapsed holds included.
   *
   * <p>The look goes claim by claim, whatever the planner thinks ({@code OFFSET 0}): with a plan
   * that was made while the table was empty, it went through all active items of all resources for
   * each claim, 1.2 s for a group of 125 and 17,556 items.
   */
  static <T> Mono<List<Held>> inTheWay(
      Connection connection, List<T> rows, Function<T, VenueId> venue, Function<T, Claim> claim) {
    return Sql.on(connection, IN_THE_WAY)
        .bind(BinaryArray.uuids(rows, row -> venue.apply(row).value()))
        .bind(BinaryArray.uuids(rows, row -> claim.apply(row).resource().value()))
        .bind(BinaryArray.times(rows, row -> claim.apply(row).occupied().start()))
        .bind(BinaryArray.times(rows, row -> claim.apply(row).occupied().end()))
        .list(Units::held);
  }

  private static Held held(Readable row) {
    return new Held(
        new ResourceId(Column.uuid(row, "resource_id")),
        Column.of(row, "unit_no", Integer.class),
        new TimeRange(Column.instant(row, "occupied_from"), Column.instant(row, "occupied_to")),
        new BookingId(Column.uuid(row, "booking_id")),
        Column.of(row, "has_lapsed", Boolean.class));
  }

  private Mono<List<Booking>> lapsed(Connection connection, Set<BookingId> ids) {
    if (ids.isEmpty()) {
      return Mono.just(List.of());
    }
    var keys = ids.stream().map(BookingId::value).toArray(UUID[]::new);
    return statements.select(
        connection, "b.id = ANY($1)", List.of((Object) keys), "b.id", ids.size());
  }

  /** Ends holds that have run out; a race is lost where one of them is no longer what it was. */
  Mono<Void> expire(Connection connection, List<Booking> holds, Instant now) {
    return Flux.fromIterable(holds)
        .concatMap(hold -> expire(connection, hold, now))
        // Someone changed the hold meanwhile: what was chosen may not be free after all.
        .onErrorMap(RejectedException.class, _ -> new LostRace())
        .then();
  }

  private Mono<Booking> expire(Connection connection, Booking hold, Instant now) {
    // That it has lapsed was seen by the database's clock; this node's may be a little behind.
    var until = hold.holdUntil();
    var at = until != null && until.isAfter(now) ? until : now;
    return hold.expire(at) instanceof Accepted(var _, var events) && !events.isEmpty()
        ? statements.save(connection, events.getFirst(), Actor.system("hold-expiry"))
        : Mono.error(new LostRace());
  }

  /**
   * Puts the items of a booking in, one after another in the order in which everyone does; a race
   * is lost where one of them is taken.
   */
  static Mono<Void> insert(Connection connection, Booking booking) {
    var items = booking.items();
    var last = last(booking);
    return Sql.on(
            connection,
            """
            INSERT INTO booking_items (venue_id, booking_id, id, resource_id, unit_no, start_at,
              end_at, occupied, price, status, ends_booking)
            SELECT $1, $2, n.id, n.resource_id, n.unit_no, n.start_at, n.end_at,
              tstzrange(n.lo, n.hi, '[)'), n.price, $3, n.id = $12
            FROM unnest($4::uuid[], $5::uuid[], $6::integer[], $7::timestamptz[], $8::timestamptz[],
              $9::timestamptz[], $10::timestamptz[], $11::numeric[])
              AS n (id, resource_id, unit_no, start_at, end_at, lo, hi, price)
            ORDER BY n.resource_id, n.unit_no, n.start_at
            ON CONFLICT DO NOTHING
            """)
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .bind(booking.status().name())
        .bind(array(items, UUID[]::new, BookingItem::id))
        .bind(array(items, UUID[]::new, item -> item.resource().value()))
        .bind(array(items, Integer[]::new, BookingItem::unit))
        .bind(array(items, OffsetDateTime[]::new, item -> utc(item.range().start())))
        .bind(array(items, OffsetDateTime[]::new, item -> utc(item.range().end())))
        .bind(array(items, OffsetDateTime[]::new, item -> utc(item.occupied().start())))
        .bind(array(items, OffsetDateTime[]::new, item -> utc(item.occupied().end())))
        .bind(array(items, BigDecimal[]::new, item -> item.price().amount()))
        .bind(last.id())
        .count()
        .flatMap(inserted -> inserted < items.size() ? Mono.error(new LostRace()) : Mono.empty());
  }

  /** The one item by which it is told when the booking is over. */
  private static BookingItem last(Booking booking) {
    return booking.items().stream()
        .max(Comparator.comparing(item -> item.range().end()))
        .orElseThrow();
  }
}
