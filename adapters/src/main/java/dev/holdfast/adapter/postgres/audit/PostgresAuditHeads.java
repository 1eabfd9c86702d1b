package dev.holdfast.adapter.postgres.audit;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.port.AuditHeads;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Heads as rows. Without PostgreSQL everything here fails as an outage. */
public final class PostgresAuditHeads implements AuditHeads {
  private static final String KEEP =
      "INSERT INTO audit_heads (sequence, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING";
  private static final String KEPT =
      "SELECT sequence, hash FROM audit_heads WHERE sequence BETWEEN $1 AND $2";
  private static final String GREATEST =
      "SELECT coalesce(max(sequence), 0) AS sequence FROM audit_heads";
  private static final String CLEAR = "DELETE FROM audit_heads";

  private final Database database;

  public PostgresAuditHeads(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Void> keep(AuditEntry last) {
    return database
        .write(
            connection -> Sql.on(connection, KEEP).bind(last.sequence()).bind(last.hash()).count())
        .onErrorMap(Database::outage)
        .then();
  }

  @Override
  public Mono<Map<Long, String>> kept(long first, long last) {
    return database
        .read(
            connection ->
                Sql.on(connection, KEPT)
                    .bind(first)
                    .bind(last)
                    .list(
                        row -> Map.entry(Column.number(row, "sequence"), Column.text(row, "hash"))))
        .map(
            rows -> {
              Map<Long, String> heads = new HashMap<>();
              rows.forEach(row -> heads.put(row.getKey(), row.getValue()));
              return heads;
            })
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Long> greatest() {
    return database
        .read(connection -> Sql.on(connection, GREATEST).one(row -> Column.number(row, "sequence")))
        .onErrorMap(Database::outage);
  }

  @Override
  public Mono<Void> clear() {
    return database
        .write(connection -> Sql.on(connection, CLEAR).count())
        .onErrorMap(Database::outage)
        .then();
  }
}
