package dev.holdfast.audit.port;

class InMemoryAuditHeadsTest implements AuditHeadsContract {
  private final AuditHeads heads = new InMemoryAuditHeads();

  @Override
  public AuditHeads heads() {
    return heads;
  }
}
