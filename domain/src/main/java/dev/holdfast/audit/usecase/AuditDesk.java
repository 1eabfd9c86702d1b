package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.bus.QueryBus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers who asks for the audit trail; the bus has seen that they may. */
public final class AuditDesk {
  private final AuditTrail trail;

  public AuditDesk(AuditTrail trail) {
    this.trail = trail;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(QueryBus queries) {
    queries.handle(ListAudit.class, this::list);
    queries.handleStream(StreamAudit.class, this::stream);
  }

  Mono<Page<AuditEntry>> list(ListAudit query) {
    return trail.list(query.filter(), query.page());
  }

  Flux<AuditEntry> stream(StreamAudit query) {
    return trail.all(query.filter());
  }
}
