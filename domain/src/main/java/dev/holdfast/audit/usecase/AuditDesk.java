package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.port.AuditHeads;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.audit.port.AuditTrail.Filter;
import dev.holdfast.audit.port.AuditTrail.Reach;
import dev.holdfast.audit.usecase.VerifyAudit.Verdict;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.bus.QueryBus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers who asks for the audit trail; the bus has seen that they may. */
public final class AuditDesk {
  private final AuditTrail trail;
  private final AuditHeads heads;

  public AuditDesk(AuditTrail trail, AuditHeads heads) {
    this.trail = trail;
    this.heads = heads;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(QueryBus queries) {
    queries.handle(ListAudit.class, this::list);
    queries.handle(VerifyAudit.class, this::verify);
    queries.handleStream(StreamAudit.class, this::stream);
    queries.handleStream(StreamOwnActivity.class, this::ownActivity);
  }

  Mono<Page<AuditEntry>> list(ListAudit query) {
    return trail.list(query.filter(), query.page());
  }

  Flux<AuditEntry> stream(StreamAudit query) {
    return trail.all(query.filter());
  }

  Flux<AuditEntry> ownActivity(StreamOwnActivity query) {
    var own = query.actor().requireUserId().value();
    return trail.all(new Filter(null, null, own, null, null, null));
  }

  /** Reads the whole stretch, in memory of one entry; the trail may grow meanwhile. */
  Mono<Verdict> verify(VerifyAudit query) {
    return heads
        .greatest()
        .flatMap(
            known ->
                trail
                    .reach(query.from(), query.to())
                    .defaultIfEmpty(new Reach(1, 0))
                    .map(reach -> query.to() == null ? reaching(reach, known) : reach))
        .flatMap(this::verify);
  }

  /** What was the last entry once must be there, whatever there is. */
  private static Reach reaching(Reach reach, long known) {
    return new Reach(reach.first(), Math.max(reach.last(), known));
  }

  private Mono<Verdict> verify(Reach reach) {
    return heads
        .kept(reach.first(), reach.last())
        .map(kept -> new Verification(reach.first(), kept))
        .flatMap(
            verification ->
                trail
                    .inOrder(verification.start(), reach.last())
                    .takeWhile(verification::accepts)
                    .then(Mono.fromSupplier(() -> verification.verdict(reach.last()))));
  }
}
