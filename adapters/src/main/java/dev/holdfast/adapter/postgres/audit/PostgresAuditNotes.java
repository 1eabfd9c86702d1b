package dev.holdfast.adapter.postgres.audit;

import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.audit.AuditNote;
import dev.holdfast.audit.port.AuditNotes;
import io.r2dbc.spi.Connection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notes as events of the log, each an aggregate of its own with one version. Without PostgreSQL
 * none can be kept, and this fails.
 */
public final class PostgresAuditNotes implements AuditNotes {
  private final Database database;
  private final EventJournal journal;

  public PostgresAuditNotes(Database database, EventJournal journal) {
    this.database = database;
    this.journal = journal;
  }

  @Override
  public Mono<Void> keep(List<AuditNote> notes) {
    return database
        .write(
            connection ->
                Flux.fromIterable(notes)
                    .concatMap(note -> append(connection, note))
                    .then(Mono.just(true)))
        .then();
  }

  private Mono<Void> append(Connection connection, AuditNote note) {
    var entry =
        new EventJournal.Entry(
            null, AuditNote.AGGREGATE, note.id(), 1, note.action(), note.data(), note.at());
    return journal.append(connection, entry, note.actor());
  }
}
