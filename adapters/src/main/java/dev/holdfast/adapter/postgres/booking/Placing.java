package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.adapter.postgres.Column.utc;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingEvent.BookingCreated;
import dev.holdfast.booking.BookingRejection.RequestInProgress;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.port.Bookings.Placement;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps new bookings: takes units for a draft, and its key and event with them, in one transaction.
 * The loser of a race looks again in a new one, for the next free unit.
 *
 * <p>Items come first and keys last, wherever bookings are kept: in one order nobody waits in a
 * ring. A key that turns out to be used undoes what came before it, and a refusal is given only
 * when the key has no answer: the slot may be taken by the very booking that is asked for again.
 */
final class Placing {
  private final Database database;
  private final BookingStatements statements;
  private final Units units;
  private final PolicyJson policies;

  Placing(Database database, BookingStatements statements, PolicyJson policies) {
    this.database = database;
    this.statements = statements;
    this.units = new Units(statements);
    this.policies = policies;
  }

  /** The key has been used before; what this transaction wrote is undone. */
  private static final class KeyIsUsed extends RuntimeException {
    private KeyIsUsed() {
      super("the key has been used before", null, false, false);
    }
  }

  Mono<Placement> place(
      BookingDraft draft,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor) {
    var placed =
        LostRace.untilWon(
            draft.claims(),
            spread ->
                database.write(
                    connection ->
                        units
                            .choose(connection, draft.venue(), draft.claims(), draft.id(), spread)
                            .flatMap(it -> write(connection, draft, it, key, answer, actor))));
    return key == null
        ? placed
        : placed
            .onErrorResume(KeyIsUsed.class, _ -> known(key))
            .onErrorResume(
                RejectedException.class, refusal -> known(key).switchIfEmpty(Mono.error(refusal)));
  }

  private Mono<Placement> known(RequestKey key) {
    return database.read(connection -> answerTo(connection, key).cast(Placement.class));
  }

  private Mono<Placement> write(
      Connection connection,
      BookingDraft draft,
      Units.Chosen chosen,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor) {
    BookingCreated created = draft.take(chosen.units());
    var booking = created.booking();
    var kept = answer.apply(booking);
    return units
        .expire(connection, chosen.lapsed(), draft.at())
        .then(Mono.defer(() -> insert(connection, booking)))
        .then(Mono.defer(() -> Units.insert(connection, booking)))
        .then(Mono.defer(() -> keep(connection, booking, key, kept)))
        .then(Mono.defer(() -> statements.append(connection, created, actor)))
        .thenReturn(new Placement.Placed(booking, kept));
  }

  private Mono<Long> insert(Connection connection, Booking booking) {
    return Sql.on(
            connection,
            """
            INSERT INTO bookings (venue_id, id, user_id, status, total_amount, currency, hold_until,
              awaiting, note, cancellation_policy, version, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """)
        .bind(booking.venue().value())
        .bind(booking.id().value())
        .bind(booking.user().value())
        .bind(booking.status().name())
        .bind(booking.total().amount())
        .bind(booking.total().currency().getCurrencyCode())
        .bindNullable(
            booking.holdUntil() == null ? null : utc(booking.holdUntil()), OffsetDateTime.class)
        .bind(booking.awaiting().stream().map(Enum::name).toArray(String[]::new))
        .bindNullable(BookingStatements.text(booking.note()), String.class)
        .bind(policies.write(booking.policy()))
        .bind(booking.version())
        .bind(utc(booking.createdAt()))
        .bind(utc(booking.updatedAt()))
        .count();
  }

  /** Keeps the key with the answer; a key older than 24 h is free to be used anew. */
  private static Mono<Void> keep(
      Connection connection, Booking booking, @Nullable RequestKey key, KeptAnswer kept) {
    if (key == null) {
      return Mono.empty();
    }
    return Sql.on(
            connection,
            """
            INSERT INTO idempotency_keys AS k
              (venue_id, user_id, operation, key, request_hash, answer, is_sealed)
            SELECT $1, $2, $3, $4, $5, $6, $7
            WHERE NOT EXISTS (
              SELECT FROM idempotency_keys WHERE user_id = $2 AND operation = $3 AND key = $4
                AND created_at > now() - interval '24 hours')
            ON CONFLICT (venue_id, user_id, operation, key) DO UPDATE
              SET request_hash = EXCLUDED.request_hash, answer = EXCLUDED.answer,
                is_sealed = EXCLUDED.is_sealed, created_at = EXCLUDED.created_at
              WHERE k.created_at <= now() - interval '24 hours'
            """)
        .bind(booking.venue().value())
        .bind(key.user().value())
        .bind(key.operation())
        .bind(key.key())
        .bind(key.requestHash())
        .bind(kept.text())
        .bind(kept.isSealed())
        .count()
        // lock_not_available: whoever uses the key now has not finished yet.
        .onErrorMap(
            failure -> "55P03".equals(Database.sqlState(failure)),
            _ -> new RejectedException(new RequestInProgress()))
        .flatMap(rows -> rows == 1 ? Mono.empty() : Mono.error(new KeyIsUsed()));
  }

  static Mono<Placement.KnownKey> answerTo(Connection connection, RequestKey key) {
    return Sql.on(
            connection,
            """
            SELECT request_hash, answer, is_sealed FROM idempotency_keys
            WHERE user_id = $1 AND operation = $2 AND key = $3
              AND created_at > now() - interval '24 hours'
            ORDER BY created_at LIMIT 1
            """)
        .bind(key.user().value())
        .bind(key.operation())
        .bind(key.key())
        .one(Placing::known);
  }

  static Placement.KnownKey known(Readable row) {
    return new Placement.KnownKey(
        Column.text(row, "request_hash"),
        new KeptAnswer(Column.text(row, "answer"), Column.of(row, "is_sealed", Boolean.class)));
  }
}
