package dev.holdfast.adapter.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/**
 * The database's clock, told by this process without asking each time: the time the database gave
 * when it was last asked, plus what has passed here since by the monotonic timer. So two nodes
 * agree on holds, expiry and leases whatever their own clocks say, and a step of the system's clock
 * changes nothing. Instants are in microseconds, as the database keeps them.
 *
 * <p>Off by at most half the time the question took; a question that took longer than {@link
 * #PATIENCE} is not believed. While the database is away the time goes on from where it was.
 */
public final class DatabaseClock implements InstantSource {
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final Database database;
  private final AtomicReference<Reading> reading =
      new AtomicReference<>(new Reading(Instant.now(), System.nanoTime()));

  public DatabaseClock(Database database) {
    this.database = database;
  }

  /** What the database's clock said when the timer stood there. */
  private record Reading(Instant time, long nanos) {
    Instant at(long nanosNow) {
      return time.plusNanos(nanosNow - nanos);
    }
  }

  @Override
  public Instant instant() {
    return reading.get().at(System.nanoTime()).truncatedTo(ChronoUnit.MICROS);
  }

  /** Asks the database; call it before the first use and every few seconds. */
  public Mono<Void> calibrate() {
    return database
        .read(
            connection ->
                Mono.fromSupplier(System::nanoTime)
                    .flatMap(
                        before ->
                            Sql.on(connection, "SELECT clock_timestamp() AS now")
                                .one(row -> Column.instant(row, "now"))
                                .doOnNext(now -> set(now, before, System.nanoTime()))))
        .then();
  }

  private void set(Instant now, long before, long after) {
    if (after - before <= PATIENCE.toNanos()) {
      reading.set(new Reading(now, before + (after - before) / 2));
    }
  }
}
