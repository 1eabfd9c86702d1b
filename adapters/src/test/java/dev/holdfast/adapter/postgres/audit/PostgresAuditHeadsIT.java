package dev.holdfast.adapter.postgres.audit;

import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.audit.port.AuditHeads;
import dev.holdfast.audit.port.AuditHeadsContract;

class PostgresAuditHeadsIT implements AuditHeadsContract {
  private final AuditHeads heads = new PostgresAuditHeads(TestDatabase.database());

  @Override
  public AuditHeads heads() {
    return heads;
  }
}
