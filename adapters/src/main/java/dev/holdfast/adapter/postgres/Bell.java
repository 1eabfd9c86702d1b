package dev.holdfast.adapter.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * Wakes the readers of the log after a commit. PostgreSQL lets transactions that notify commit one
 * after another only, flush included, so what commits often rings here instead, outside of it. A
 * ring at rest sounds at once, and whatever rings within the next few milliseconds sounds as one. A
 * ring that is lost delays the readers until they look by themselves.
 */
public final class Bell {
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final Database database;
  private final AtomicInteger rings = new AtomicInteger();

  public Bell(Database database) {
    this.database = database;
  }

  /** Something has been committed. Does not wait. */
  public void ring() {
    if (rings.getAndIncrement() == 0) {
      sound();
    }
  }

  private void sound() {
    rings.set(1);
    var _ =
        database
            .read(
                connection ->
                    Sql.on(connection, "SELECT pg_notify($1, '')")
                        .bind(EventJournal.CHANNEL)
                        .list(_ -> true))
            .onErrorComplete()
            .then(Mono.delay(PAUSE))
            .toFuture()
            .thenRun(
                () -> {
                  if (!rings.compareAndSet(1, 0)) {
                    sound();
                  }
                });
  }
}
