package dev.holdfast.audit.port;

class InMemoryAuditTrailTest implements AuditTrailContract {
  private final AuditTrail trail = new InMemoryAuditTrail();

  @Override
  public AuditTrail trail() {
    return trail;
  }
}
