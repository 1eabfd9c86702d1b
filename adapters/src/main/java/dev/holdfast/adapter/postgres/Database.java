package dev.holdfast.adapter.postgres;

import dev.holdfast.shared.OutageException;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.util.retry.Retry;

/**
 * The door to PostgreSQL: every unit of work goes through here, on a connection of the pool, but
 * for bookings that are taken in groups, which have {@link Lanes}.
 *
 * <p>Cancellation stops at this door. The driver leaks connections when a statement is cancelled
 * before its result is consumed, so work that has begun runs to its end whether or not anyone still
 * waits; the server's own timeouts bound it. Whoever waits gives up after {@link #PATIENCE}. A read
 * that still waits for a connection when its client has left does not begin.
 *
 * <p>Work on a connection is one statement after another, never two at once, and collects bounded
 * lists: no signal that leaves this class is backed by an open result.
 *
 * <p>Without PostgreSQL everything here fails within that time; nothing is queued for later.
 */
public final class Database {
  /** Longer than the server lets a transaction take, so that its own verdict comes first. */
  public static final Duration PATIENCE = Duration.ofSeconds(12);

  private final ConnectionPool pool;

  public Database(ConnectionPool pool) {
    this.pool = pool;
  }

  /** Runs statements that only read, each seeing what is committed when it begins. */
  public <T> Mono<T> read(Function<Connection, Mono<T>> work) {
    return Mono.defer(
        () -> {
          var isAbandoned = new AtomicBoolean();
          return shielded(
                  Mono.usingWhen(
                      pool.create(),
                      open -> isAbandoned.get() ? Mono.empty() : work.apply(open),
                      Connection::close))
              .doOnCancel(() -> isAbandoned.set(true));
        });
  }

  /**
   * Runs statements in one transaction: committed when the work completes, empty or not, and rolled
   * back when it fails. Losing a deadlock or a serialization race is tried once more, as nothing of
   * it has been kept; so the work must be repeatable.
   */
  public <T> Mono<T> write(Function<Connection, Mono<T>> work) {
    var attempt =
        Mono.usingWhen(
            pool.create(),
            connection ->
                Mono.from(connection.beginTransaction())
                    .then(Mono.defer(() -> work.apply(connection))),
            Database::commit,
            (connection, _) -> rollback(connection),
            Database::rollback);
    return shielded(attempt.retryWhen(Retry.max(1).filter(Database::isRace)));
  }

  private static Mono<Void> commit(Connection connection) {
    return Mono.from(connection.commitTransaction())
        .onErrorResume(failure -> closed(connection).then(Mono.error(failure)))
        .then(closed(connection));
  }

  private static Mono<Void> rollback(Connection connection) {
    return Mono.from(connection.rollbackTransaction())
        .onErrorComplete() // the first failure is the one to tell; a broken connection is not
        // reused
        .then(closed(connection));
  }

  private static Mono<Void> closed(Connection connection) {
    return Mono.defer(() -> Mono.from(connection.close()));
  }

  /** A failure travels as a value inside: nobody is to blame when nobody waits for it any more. */
  private static <T> Mono<T> shielded(Mono<T> work) {
    return Mono.<Signal<T>>deferContextual(
            context ->
                Mono.fromFuture(() -> work.contextWrite(context).materialize().toFuture(), true))
        .<T>dematerialize()
        .timeout(PATIENCE);
  }

  private static boolean isRace(Throwable failure) {
    var state = sqlState(failure);
    return "40P01".equals(state) || "40001".equals(state);
  }

  /**
   * A failure of the database as the outage that it is; one of the values it was given (SQLSTATE
   * classes 22 and 23) as what it was, as it would come again however long one waits.
   */
  public static Throwable outage(Throwable failure) {
    var state = sqlState(failure);
    return state != null && (state.startsWith("22") || state.startsWith("23"))
        ? failure
        : new OutageException("database", failure);
  }

  /** The SQLSTATE of a failure, or null when it is none of the database's. */
  public static @Nullable String sqlState(Throwable failure) {
    return failure instanceof R2dbcException database ? database.getSqlState() : null;
  }
}
