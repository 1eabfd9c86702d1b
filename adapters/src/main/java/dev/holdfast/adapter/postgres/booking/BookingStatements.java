package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.adapter.postgres.Column.utc;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Sealed;
import io.r2dbc.spi.Connection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The statements about bookings that stand inside somebody's transaction. */
final class BookingStatements {
  private final EventJournal journal;
  private final BookingRows rows;

  BookingStatements(EventJournal journal, PolicyJson policies) {
    this.journal = journal;
    this.rows = new BookingRows(policies);
  }

  /**
   * Bookings with their items.
   *
   * @param condition about bookings as b, one of this package's own texts; values come as
   *     parameters
   * @param order {@code b.id DESC} or the like
   */
  Mono<List<Booking>> select(
      Connection connection, String condition, List<?> values, String order, int limit) {
    var sql =
        Sql.on(
            connection,
            """
            WITH b AS MATERIALIZED (
              SELECT * FROM bookings b WHERE %s ORDER BY %s LIMIT %d)
            SELECT %s
            FROM b JOIN booking_items i ON i.venue_id = b.venue_id AND i.booking_id = b.id
            ORDER BY %s
            """
                .formatted(condition, order, limit, BookingRows.COLUMNS, order));
    values.forEach(sql::bind);
    return sql.list(rows::read).map(BookingRows::merge);
  }

  /** Replaces the booking of the version before; rejected when there is none any more. */
  Mono<Booking> save(Connection connection, BookingEvent event, Actor actor) {
    var booking = event.booking();
    return update(connection, booking)
        .then(Mono.defer(() -> updateItems(connection, booking)))
        .then(Mono.defer(() -> append(connection, event, actor)))
        .thenReturn(booking);
  }

  /** What the event carries, to be written as JSON. */
  static BookingFacts data(BookingEvent event) {
    return BookingFacts.of(event.booking());
  }

  /** Keeps the event in the log. */
  Mono<Void> append(Connection connection, BookingEvent event, Actor actor) {
    var booking = event.booking();
    var entry =
        new EventJournal.Entry(
            booking.venue().value(),
            "booking",
            booking.id().value(),
            booking.version(),
            type(event),
            data(event),
            event.at());
    return journal.append(connection, entry, actor);
  }

  /** Replaces the booking of the version before, but for its items; rejected as {@link #save}. */
  Mono<Void> update(Connection connection, Booking booking) {
    return Sql.on(
            connection,
            """
            UPDATE bookings SET status = $1, total_amount = $2, currency = $3, hold_until = $4,
              awaiting = $5, extensions = $6, note = $7, cancelled_by = $8, cancel_reason = $9,
              version = $10, updated_at = $11
            WHERE venue_id = $12 AND id = $13 AND version = $14
            """)
        .bind(booking.status().name())
        .bind(booking.total().amount())
        .bind(booking.total().currency().getCurrencyCode())
        .bindNullable(
            booking.holdUntil() == null ? null : utc(booking.holdUntil()), OffsetDateTime.class)
        .bind(booking.awaiting().stream().map(Enum::name).toArray(String[]::new))
        .bind(booking.extensions())
        .bindNullable(text(booking.note()), String.class)
        .bindNullable(
            booking.cancelledBy() == null ? null : booking.cancelledBy().name(), String.class)
        .bindNullable(text(booking.cancelReason()), String.class)
        .bind(booking.version())
        .bind(utc(booking.updatedAt()))
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .bind(booking.version() - 1)
        .count()
        .flatMap(
            changed ->
                changed == 0
                    ? Mono.error(new RejectedException(new VersionMismatch(booking.version())))
                    : Mono.empty());
  }

  private static Mono<Long> updateItems(Connection connection, Booking booking) {
    return Sql.on(
            connection,
            """
            UPDATE booking_items SET status = $1
            WHERE venue_id = $2 AND booking_id = $3 AND status <> $1
            """)
        .bind(booking.status().name())
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .count();
  }

  /**
   * Of the bookings that these events are about those that are still of the version before, locked
   * until the transaction ends; those that another transaction is changing are left out. To be the
   * first write of its transaction, and the events decided on before it: see {@code EventJournal}.
   */
  static Mono<Set<BookingId>> lockUncontested(Connection connection, List<BookingEvent> events) {
    return Sql.on(
            connection,
            """
            SELECT b.id FROM bookings b
            JOIN unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS due (venue_id, id, version)
              ON b.venue_id = due.venue_id AND b.id = due.id AND b.version = due.version
            ORDER BY b.id FOR UPDATE OF b SKIP LOCKED
            """)
        .bind(array(events, UUID[]::new, event -> event.booking().venue().value()))
        .bind(array(events, UUID[]::new, event -> event.booking().id().value()))
        .bind(array(events, Long[]::new, event -> event.booking().version() - 1))
        .list(row -> new BookingId(Column.uuid(row, "id")))
        .map(Set::copyOf);
  }

  /** One value of each, in the form in which the driver binds many. */
  static <T, R> R[] array(List<T> values, IntFunction<R[]> make, Function<T, R> value) {
    return values.stream().map(value).toArray(make);
  }

  private static String type(BookingEvent event) {
    return switch (event) {
      case BookingEvent.BookingCreated _ -> "booking.created";
      case BookingEvent.BookingConfirmed _ -> "booking.confirmed";
      case BookingEvent.BookingExtended _ -> "booking.extended";
      case BookingEvent.BookingNoted _ -> "booking.noted";
      case BookingEvent.BookingApproved _ -> "booking.approved";
      case BookingEvent.BookingDeclined _ -> "booking.declined";
      case BookingEvent.BookingRescheduled _ -> "booking.rescheduled";
      case BookingEvent.BookingCancelled _ -> "booking.cancelled";
      case BookingEvent.BookingCheckedIn _ -> "booking.checked_in";
      case BookingEvent.BookingCompleted _ -> "booking.completed";
      case BookingEvent.BookingNoShow _ -> "booking.no_show";
      case BookingEvent.BookingExpired _ -> "booking.expired";
    };
  }

  static @Nullable String text(@Nullable Sealed sealed) {
    return sealed == null ? null : sealed.sealed();
  }
}
