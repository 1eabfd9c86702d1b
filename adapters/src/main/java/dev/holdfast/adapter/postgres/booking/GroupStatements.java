package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.adapter.postgres.BinaryArray;
import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.booking.UnitPicker.Held;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent.BookingCreated;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.port.Bookings.Placement.KnownKey;
import io.r2dbc.spi.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The statements of a group. Rows go in by (venue, resource, unit, start), keys after items and by
 * (user, operation, key), so that two groups never wait for each other in a ring; a single booking
 * keeps the same order.
 */
final class GroupStatements {
  /**
   * One statement, hence one transaction. A wish whose key exists is not tried; one whose unit is
   * taken is a row not returned. The foreign key of the items is looked at when all is written.
   */
  private static final String INSERT =
      """
      WITH wish AS MATERIALIZED (
        SELECT w.* FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[],
          $6::text[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::timestamptz[],
          $12::uuid[], $13::uuid[], $14::integer[], $15::timestamptz[], $16::timestamptz[],
          $17::timestamptz[], $18::timestamptz[], $19::text[], $20::text[], $21::text[],
          $22::text[], $23::text[], $24::text[], $25::text[]) WITH ORDINALITY
          AS w (venue_id, booking_id, user_id, status, price, currency, hold_until, awaiting, note,
            policy, made_at, item_id, resource_id, unit_no, start_at, end_at, occupied_from,
            occupied_to, data, metadata, operation, key, request_hash, answer, sealed, place)
        WHERE w.key IS NULL OR NOT EXISTS (
          SELECT 1 FROM idempotency_keys k
          WHERE k.user_id = w.user_id AND k.operation = w.operation AND k.key = w.key)),
      item AS (
        INSERT INTO booking_items (venue_id, booking_id, id, resource_id, unit_no, start_at, end_at,
          occupied, price, status)
        SELECT venue_id, booking_id, item_id, resource_id, unit_no, start_at, end_at,
          tstzrange(occupied_from, occupied_to, '[)'), price::numeric, status
        FROM wish ORDER BY venue_id, resource_id, unit_no, start_at
        ON CONFLICT DO NOTHING
        RETURNING booking_id),
      won AS MATERIALIZED (
        SELECT w.* FROM item JOIN wish w ON w.booking_id = item.booking_id ORDER BY w.place),
      booking AS (
        INSERT INTO bookings (venue_id, id, user_id, status, total_amount, currency, hold_until,
          awaiting, note, cancellation_policy, version, created_at, updated_at)
        SELECT venue_id, booking_id, user_id, status, price::numeric, currency, hold_until,
          string_to_array(awaiting, ','), note, policy::jsonb, 1, made_at, made_at
        FROM won ORDER BY place),
      event AS (
        INSERT INTO events
          (venue_id, aggregate_type, aggregate_id, version, type, data, metadata, occurred_at)
        SELECT venue_id, 'booking', booking_id, 1, 'booking.created', data::json, metadata::json,
          made_at
        FROM won ORDER BY place),
      key AS (
        INSERT INTO idempotency_keys
          (venue_id, user_id, operation, key, request_hash, answer, is_sealed)
        SELECT venue_id, user_id, operation, key, request_hash, answer, sealed::boolean
        FROM won WHERE key IS NOT NULL ORDER BY user_id, operation, key)
      SELECT booking_id FROM item
      """;

  private static final String ANSWERS =
      """
      SELECT w.booking_id, k.request_hash, k.answer, k.is_sealed
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])
        AS w (booking_id, user_id, operation, key)
      JOIN idempotency_keys k ON k.user_id = w.user_id AND k.operation = w.operation
        AND k.key = w.key AND k.created_at > now() - interval '24 hours'
      """;

  private final EventJournal journal;
  private final PolicyJson policies;

  GroupStatements(EventJournal journal, PolicyJson policies) {
    this.journal = journal;
    this.policies = policies;
  }

  /**
   * A seat with the unit it tries to take, and everything that is kept if it gets it.
   *
   * @param kept the answer that stands under the seat's key
   */
  record Wish(Seat seat, Booking booking, KeptAnswer kept, String event) {
    BookingItem item() {
      return booking.items().getFirst();
    }

    @Nullable RequestKey key() {
      return seat.key();
    }
  }

  Wish wish(Seat seat, int unit) {
    var created = seat.draft().take(List.of(List.of(unit)));
    var booking = created.booking();
    return new Wish(seat, booking, seat.answer().apply(booking), event(created));
  }

  private String event(BookingCreated created) {
    return journal.data(BookingStatements.data(created));
  }

  /** Keeps what finds its unit free and its key unused; the bookings that were kept. */
  Mono<Set<BookingId>> insert(Connection connection, List<Wish> wishes) {
    var group = new Rows<>(wishes);
    return Sql.on(connection, INSERT)
        .bind(group.uuids(wish -> wish.booking().venue().value()))
        .bind(group.uuids(wish -> wish.booking().id().value()))
        .bind(group.uuids(wish -> wish.booking().user().value()))
        .bind(group.texts(wish -> wish.booking().status().name()))
        .bind(group.texts(wish -> wish.item().price().amount().toPlainString()))
        .bind(group.texts(wish -> wish.booking().total().currency().getCurrencyCode()))
        .bind(group.times(wish -> wish.booking().holdUntil()))
        .bind(group.texts(wish -> awaiting(wish.booking())))
        .bind(group.texts(wish -> BookingStatements.text(wish.booking().note())))
        .bind(group.texts(wish -> policies.text(wish.booking().policy())))
        .bind(group.times(wish -> wish.booking().createdAt()))
        .bind(group.uuids(wish -> wish.item().id()))
        .bind(group.uuids(wish -> wish.item().resource().value()))
        .bind(group.integers(wish -> wish.item().unit()))
        .bind(group.times(wish -> wish.item().range().start()))
        .bind(group.times(wish -> wish.item().range().end()))
        .bind(group.times(wish -> wish.item().occupied().start()))
        .bind(group.times(wish -> wish.item().occupied().end()))
        .bind(group.texts(Wish::event))
        .bind(group.texts(wish -> journal.metadata(wish.seat().actor())))
        .bind(group.texts(wish -> wish.key() == null ? null : wish.key().operation()))
        .bind(group.texts(wish -> wish.key() == null ? null : wish.key().key()))
        .bind(group.texts(wish -> wish.key() == null ? null : wish.key().requestHash()))
        .bind(group.texts(wish -> wish.kept().text()))
        .bind(group.texts(wish -> Boolean.toString(wish.kept().isSealed())))
        .list(row -> new BookingId(Column.uuid(row, "booking_id")))
        .map(Set::copyOf);
  }

  private static String awaiting(Booking booking) {
    return booking.awaiting().stream().map(Enum::name).collect(Collectors.joining(","));
  }

  /** Whatever active stands in the way of these seats, lapsed holds included. */
  Mono<List<Held>> inTheWay(Connection connection, List<Seat> seats) {
    return Units.inTheWay(connection, seats, seat -> seat.draft().venue(), Seat::claim);
  }

  /** What the keys of these seats were used for in the last 24 h, by the seat's draft. */
  Mono<Map<BookingId, KnownKey>> answersTo(Connection connection, List<Seat> seats) {
    var keyed = seats.stream().filter(seat -> seat.key() != null).toList();
    if (keyed.isEmpty()) {
      return Mono.just(Map.of());
    }
    var group = new Rows<>(keyed);
    return Sql.on(connection, ANSWERS)
        .bind(group.uuids(seat -> seat.draft().id().value()))
        .bind(group.uuids(seat -> seat.draft().user().value()))
        .bind(group.texts(seat -> seat.key() == null ? null : seat.key().operation()))
        .bind(group.texts(seat -> seat.key() == null ? null : seat.key().key()))
        .list(row -> Map.entry(new BookingId(Column.uuid(row, "booking_id")), Placing.known(row)))
        .map(
            entries -> {
              var known = new HashMap<BookingId, KnownKey>();
              entries.forEach(entry -> known.put(entry.getKey(), entry.getValue()));
              return known;
            });
  }

  /** A group as columns. */
  private record Rows<T>(List<T> rows) {
    BinaryArray uuids(Function<T, UUID> column) {
      return BinaryArray.uuids(rows, column);
    }

    BinaryArray integers(Function<T, Integer> column) {
      return BinaryArray.integers(rows, column);
    }

    BinaryArray texts(Function<T, @Nullable String> column) {
      return BinaryArray.texts(rows, column);
    }

    BinaryArray times(Function<T, @Nullable Instant> column) {
      return BinaryArray.times(rows, column);
    }
  }
}
