package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.adapter.postgres.Column.utc;

import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Sealed;
import io.r2dbc.spi.Connection;
import java.time.OffsetDateTime;
import java.util.List;
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
        .flatMap(
            changed ->
                changed == 0
                    ? Mono.error(new RejectedException(new VersionMismatch(booking.version())))
                    : updateItems(connection, booking))
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

  private static Mono<Long> update(Connection connection, Booking booking) {
    return Sql.on(
            connection,
            """
            UPDATE bookings SET status = $1, hold_until = $2, awaiting = $3, note = $4,
              cancelled_by = $5, cancel_reason = $6, version = $7, updated_at = $8
            WHERE venue_id = $9 AND id = $10 AND version = $11
            """)
        .bind(booking.status().name())
        .bindNullable(
            booking.holdUntil() == null ? null : utc(booking.holdUntil()), OffsetDateTime.class)
        .bind(booking.awaiting().stream().map(Enum::name).toArray(String[]::new))
        .bindNullable(text(booking.note()), String.class)
        .bindNullable(
            booking.cancelledBy() == null ? null : booking.cancelledBy().name(), String.class)
        .bindNullable(text(booking.cancelReason()), String.class)
        .bind(booking.version())
        .bind(utc(booking.updatedAt()))
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .bind(booking.version() - 1)
        .count();
  }

  private static Mono<Long> updateItems(Connection connection, Booking booking) {
    return Sql.on(
            connection,
            "UPDATE booking_items SET status = $1 WHERE venue_id = $2 AND booking_id = $3")
        .bind(booking.status().name())
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .count();
  }

  private static String type(BookingEvent event) {
    return switch (event) {
      case BookingEvent.BookingCreated _ -> "booking.created";
      case BookingEvent.BookingConfirmed _ -> "booking.confirmed";
      case BookingEvent.BookingCancelled _ -> "booking.cancelled";
      case BookingEvent.BookingExpired _ -> "booking.expired";
    };
  }

  static @Nullable String text(@Nullable Sealed sealed) {
    return sealed == null ? null : sealed.sealed();
  }
}
