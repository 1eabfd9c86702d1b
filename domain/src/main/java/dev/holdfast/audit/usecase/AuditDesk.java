package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.shared.Page;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers who asks for the audit trail; the bus has seen that they may. */
public final class AuditDesk {
  private final AuditTrail trail;

  public AuditDesk(AuditTrail trail) {
    this.trail = trail;
  }

  public Mono<Page<AuditEntry>> list(ListAudit query) {
    return trail.list(query.filter(), query.page());
  }

  public Flux<AuditEntry> stream(StreamAudit query) {
    return trail.all(query.filter());
  }
}
