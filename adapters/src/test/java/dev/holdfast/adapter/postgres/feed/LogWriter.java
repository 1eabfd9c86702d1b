package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.feed.port.EventLogContract.Writer;
import dev.holdfast.shared.Actor;
import io.r2dbc.spi.Connection;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A transaction on a connection of its own that writes events and takes its time. */
final class LogWriter implements Writer {
  private static final EventJournal JOURNAL = TestDatabase.journal();

  private final Connection connection;

  private LogWriter(Connection connection) {
    this.connection = connection;
  }

  /** Opens a transaction and makes it take its id. */
  static LogWriter begin() {
    var connection = Objects.requireNonNull(TestDatabase.pool().create().block());
    Mono.from(connection.beginTransaction()).block();
    Mono.from(connection.createStatement("SELECT pg_current_xact_id()::text").execute())
        .flatMapMany(result -> result.map((row, _) -> true))
        .blockLast();
    return new LogWriter(connection);
  }

  @Override
  public void append(UUID aggregate, long version) {
    var entry =
        new EventJournal.Entry(
            null,
            "booking",
            aggregate,
            version,
            "booking.confirmed",
            Map.of("version", version),
            Instant.parse("2027-03-01T12:00:00.123456Z").plusSeconds(version - 1));
    JOURNAL.append(connection, entry, Actor.system("test")).block();
  }

  @Override
  public void commit() {
    Mono.from(connection.commitTransaction()).block();
    Mono.from(connection.close()).block();
  }

  @Override
  public void rollback() {
    Mono.from(connection.rollbackTransaction()).block();
    Mono.from(connection.close()).block();
  }
}
