package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.adapter.postgres.booking.BookingStatements.array;

import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.BookingMove;
import dev.holdfast.shared.Actor;
import io.r2dbc.spi.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Swaps the items of a booking for others, in one transaction and by the same rules as new bookings
 * take theirs.
 *
 * <p>Items are given up and taken in one common order, by (resource, unit, start), each given up
 * before those that need its place. Who gave up everything first and took then would wait in a ring
 * with another that wants to go where this one was; so the first of the two finds the other's slot
 * taken, and undoes. What little is left of rings ends by the database's own detection, and is
 * tried once more.
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
        .thenMany(Flux.fromIterable(steps(move.booking().items(), booking.items())))
        .concatMap(step -> take(connection, booking, step))
        .then(Mono.defer(() -> statements.append(connection, moved, actor)))
        .thenReturn(booking);
  }

  private static Mono<Void> take(Connection connection, Booking booking, Step step) {
    return step.isGivenUp()
        ? delete(connection, booking, step.items())
        : Units.insert(connection, booking, step.items());
  }

  private static Mono<Void> delete(
      Connection connection, Booking booking, List<BookingItem> items) {
    return Sql.on(
            connection,
            "DELETE FROM booking_items WHERE venue_id = $1 AND booking_id = $2 AND id = ANY($3)")
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .bind(array(items, UUID[]::new, BookingItem::id))
        .count()
        .then();
  }

  /** Items that are given up, or taken, by one statement. */
  record Step(boolean isGivenUp, List<BookingItem> items) {}

  /** What is to be done, in order. */
  static List<Step> steps(List<BookingItem> old, List<BookingItem> wanted) {
    var turns = new ArrayList<Turn>();
    old.forEach(item -> turns.add(new Turn(true, item, needed(item, wanted))));
    wanted.forEach(item -> turns.add(new Turn(false, item, item.range().start())));
    turns.sort(Turn.ORDER);
    var steps = new ArrayList<Step>();
    for (var turn : turns) {
      if (steps.isEmpty() || steps.getLast().isGivenUp() != turn.isGivenUp()) {
        steps.add(new Step(turn.isGivenUp(), new ArrayList<>()));
      }
      steps.getLast().items().add(turn.item());
    }
    return steps;
  }

  /** When the place of an old item is needed: where it begins, or the first that overlaps it. */
  private static Instant needed(BookingItem old, List<BookingItem> wanted) {
    return wanted.stream()
        .filter(item -> item.resource().equals(old.resource()) && item.unit() == old.unit())
        .filter(item -> item.occupied().overlaps(old.occupied()))
        .map(item -> item.range().start())
        .filter(start -> start.isBefore(old.range().start()))
        .min(Comparator.naturalOrder())
        .orElse(old.range().start());
  }

  private record Turn(boolean isGivenUp, BookingItem item, Instant at) {
    /** Text orders UUIDs as the database does. */
    static final Comparator<Turn> ORDER =
        Comparator.comparing((Turn turn) -> turn.item.resource().toString())
            .thenComparingInt(turn -> turn.item.unit())
            .thenComparing(Turn::at)
            .thenComparing(turn -> !turn.isGivenUp);
  }
}
