package dev.holdfast.load.stack;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The database wakes nobody: whichever connection listens for notifications is ended as soon as it
 * is seen, again and again, as a broken network would do. The server is left with looking by
 * itself.
 */
public final class NoWakeUps implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(25);
  private static final String END =
      """
      SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN %'
      """;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("no wake-ups").factory());
  private final AtomicLong ended = new AtomicLong();

  NoWakeUps(Postgres postgres) {
    var _ = thread.submit(() -> endThem(postgres));
  }

  private Void endThem(Postgres postgres) throws SQLException, InterruptedException {
    try (var connection = postgres.connect();
        var statement = connection.prepareStatement(END)) {
      while (!thread.isShutdown()) {
        try (var rows = statement.executeQuery()) {
          rows.next();
          ended.addAndGet(rows.getLong(1));
        }
        Thread.sleep(LOOK);
      }
    }
    return null;
  }

  /** How many connections were ended. */
  public long ended() {
    return ended.get();
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("wake-ups are still being kept away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
