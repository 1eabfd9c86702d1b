package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.adapter.postgres.Column.utc;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.booking.UnitPicker.Choice;
import dev.holdfast.adapter.postgres.booking.UnitPicker.Held;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingEvent.BookingCreated;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.booking.BookingRejection.RequestInProgress;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.port.Bookings.Placement;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.TimeRange;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes units for a draft: looks which are free, expires lapsed holds in the way, inserts, and lets
 * the exclusion constraint decide. Losing the race to it is a row not returned, never an error; the
 * loser looks again in a new transaction, for the next free unit.
 *
 * <p>Everything that is read is read before the first write (see {@code EventJournal}). Items go in
 * by (resource, unit, start), so that two bookings never wait for each other in a ring.
 */
final class Placing {
  /** With this many losses in a row, units come and go too fast to promise anything. */
  private static final int ATTEMPTS = 20;

  private final Database database;
  private final BookingStatements statements;
  private final PolicyJson policies;

  Placing(Database database, BookingStatements statements, PolicyJson policies) {
    this.database = database;
    this.statements = statements;
    this.policies = policies;
  }

  /** Another booking took a chosen unit in the meantime; what this transaction wrote is undone. */
  private static final class LostRace extends RuntimeException {
    private LostRace() {
      super("another booking took the unit", null, false, false);
    }
  }

  Mono<Placement> place(
      BookingDraft draft,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor) {
    return attempt(draft, key, answer, actor, false)
        .onErrorResume(
            LostRace.class,
            _ ->
                Mono.defer(() -> attempt(draft, key, answer, actor, true))
                    .retryWhen(
                        Retry.max(ATTEMPTS)
                            .filter(LostRace.class::isInstance)
                            .onRetryExhaustedThrow((_, retries) -> retries.failure()))
                    .onErrorMap(LostRace.class, _ -> new RejectedException(allTaken(draft))));
  }

  private static SlotTaken allTaken(BookingDraft draft) {
    return new SlotTaken(
        draft.claims().stream()
            .map(claim -> new Conflict(claim.item(), claim.resource(), claim.range()))
            .toList(),
        List.of());
  }

  private Mono<Placement> attempt(
      BookingDraft draft,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor,
      boolean spread) {
    return database.write(
        connection ->
            choose(connection, draft, spread)
                .flatMap(
                    choice ->
                        lapsed(connection, choice.lapsed())
                            .flatMap(
                                holds ->
                                    write(connection, draft, choice, holds, key, answer, actor))));
  }

  private Mono<Choice> choose(Connection connection, BookingDraft draft, boolean spread) {
    return taken(connection, draft)
        .map(
            taken ->
                new UnitPicker(taken, spread, ThreadLocalRandom.current()).choose(draft.claims()))
        .flatMap(
            choice ->
                choice.conflicts().isEmpty()
                    ? Mono.just(choice)
                    : Mono.error(
                        new RejectedException(new SlotTaken(choice.conflicts(), List.of()))));
  }

  private static Mono<List<Held>> taken(Connection connection, BookingDraft draft) {
    var claims = draft.claims();
    return Sql.on(
            connection,
            """
            SELECT DISTINCT i.resource_id, i.unit_no, lower(i.occupied) AS occupied_from,
              upper(i.occupied) AS occupied_to, b.id,
              b.status = 'PENDING' AND b.hold_until <= clock_timestamp() AS has_lapsed
            FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS c (resource_id, lo, hi)
            JOIN booking_items i ON i.venue_id = $1 AND i.resource_id = c.resource_id
              AND i.occupied && tstzrange(c.lo, c.hi, '[)')
              AND i.status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')
            JOIN bookings b ON b.venue_id = i.venue_id AND b.id = i.booking_id
            """)
        .bind(draft.venue().value())
        .bind(array(claims, UUID[]::new, claim -> claim.resource().value()))
        .bind(array(claims, OffsetDateTime[]::new, claim -> utc(claim.occupied().start())))
        .bind(array(claims, OffsetDateTime[]::new, claim -> utc(claim.occupied().end())))
        .list(Placing::held);
  }

  static Held held(Readable row) {
    return new Held(
        new ResourceId(Column.uuid(row, "resource_id")),
        Column.of(row, "unit_no", Integer.class),
        new TimeRange(Column.instant(row, "occupied_from"), Column.instant(row, "occupied_to")),
        new BookingId(Column.uuid(row, "id")),
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

  private Mono<Placement> write(
      Connection connection,
      BookingDraft draft,
      Choice choice,
      List<Booking> lapsed,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor) {
    var created = draft.take(choice.units());
    var booking = created.booking();
    var kept = answer.apply(booking);
    return keep(connection, booking, key, kept)
        .flatMap(
            isNew ->
                isNew
                    ? expire(connection, lapsed, draft.at())
                        .then(Mono.defer(() -> insert(connection, created, actor)))
                        .thenReturn(new Placement.Placed(booking, kept))
                    : key == null ? Mono.empty() : answerTo(connection, key));
  }

  /** Keeps the key with the answer; answers false when the key is there already. */
  private static Mono<Boolean> keep(
      Connection connection, Booking booking, @Nullable RequestKey key, KeptAnswer kept) {
    if (key == null) {
      return Mono.just(true);
    }
    return Sql.on(
            connection,
            """
            INSERT INTO idempotency_keys
              (venue_id, user_id, operation, key, request_hash, answer, is_sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING
            """)
        .bind(booking.venue().value())
        .bind(key.user().value())
        .bind(key.operation())
        .bind(key.key())
        .bind(key.requestHash())
        .bind(kept.text())
        .bind(kept.isSealed())
        .count()
        .map(inserted -> inserted == 1)
        // lock_not_available: whoever uses the key now has not finished yet.
        .onErrorMap(
            failure -> "55P03".equals(Database.sqlState(failure)),
            _ -> new RejectedException(new RequestInProgress()));
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
        .one(
            row ->
                new Placement.KnownKey(
                    Column.text(row, "request_hash"),
                    new KeptAnswer(
                        Column.text(row, "answer"), Column.of(row, "is_sealed", Boolean.class))));
  }

  private Mono<Void> expire(Connection connection, List<Booking> holds, Instant now) {
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

  private Mono<Void> insert(Connection connection, BookingCreated created, Actor actor) {
    var booking = created.booking();
    return insertBooking(connection, booking)
        .then(Mono.defer(() -> insertItems(connection, booking)))
        .flatMap(
            inserted ->
                inserted < booking.items().size()
                    ? Mono.error(new LostRace())
                    : statements.append(connection, created, actor));
  }

  private Mono<Long> insertBooking(Connection connection, Booking booking) {
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

  private static Mono<Long> insertItems(Connection connection, Booking booking) {
    var items = booking.items();
    return Sql.on(
            connection,
            """
            INSERT INTO booking_items (venue_id, booking_id, id, resource_id, unit_no, start_at,
              end_at, occupied, price, status)
            SELECT $1, $2, n.id, n.resource_id, n.unit_no, n.start_at, n.end_at,
              tstzrange(n.lo, n.hi, '[)'), n.price, $3
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
        .count();
  }

  private static <T, R> R[] array(List<T> values, IntFunction<R[]> make, Function<T, R> value) {
    return values.stream().map(value).toArray(make);
  }
}
