package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingMove;
import dev.holdfast.shared.Actor;
import io.r2dbc.spi.Connection;
import reactor.core.publisher.Mono;

/**
 * Swaps the items of a booking for others, in one transaction and by the same rules as new bookings
 * take theirs. The place of an old item is free for a new one as soon as it is given up, and free
 * for others only when all of it has been kept.
 */
final class Moving {
  private final Database database;
  private final BookingStatements statements;
  private final Units units;

  Moving(Database database, BookingStatements statements) {
    this.database = database;
    this.statements = statements;
    this.units = new Units(statements);
  }

  Mono<Booking> move(BookingMove move, Actor actor) {
    var booking = move.booking();
    return LostRace.untilWon(
        move.claims(),
        spread ->
            database.write(
                connection ->
                    units
                        .choose(connection, booking.venue(), move.claims(), booking.id(), spread)
                        .flatMap(chosen -> write(connection, move, chosen, actor))));
  }

  private Mono<Booking> write(
      Connection connection, BookingMove move, Units.Chosen chosen, Actor actor) {
    var moved = move.take(chosen.units());
    var booking = moved.booking();
    return units
        .expire(connection, chosen.lapsed(), move.at())
        .then(Mono.defer(() -> statements.update(connection, booking)))
        .then(Mono.defer(() -> giveUp(connection, move.booking())))
        .then(Mono.defer(() -> Units.insert(connection, booking)))
        .then(Mono.defer(() -> statements.append(connection, moved, actor)))
        .thenReturn(booking);
  }

  private static Mono<Void> giveUp(Connection connection, Booking booking) {
    return Sql.on(connection, "DELETE FROM booking_items WHERE venue_id = $1 AND booking_id = $2")
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .count()
        .then();
  }
}
