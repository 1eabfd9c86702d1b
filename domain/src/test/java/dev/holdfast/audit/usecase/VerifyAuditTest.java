package dev.holdfast.audit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditChain;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditFixtures;
import dev.holdfast.audit.port.InMemoryAuditHeads;
import dev.holdfast.audit.port.InMemoryAuditTrail;
import dev.holdfast.audit.usecase.VerifyAudit.Broken;
import dev.holdfast.audit.usecase.VerifyAudit.Reason;
import dev.holdfast.audit.usecase.VerifyAudit.Verdict;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.QueryBus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyAuditTest {
  private final InMemoryAuditTrail trail = new InMemoryAuditTrail();
  private final InMemoryAuditHeads heads = new InMemoryAuditHeads();
  private final QueryBus queries = new QueryBus(Around.NOTHING);
  private final List<AuditEntry> chain = AuditFixtures.aChain(9);

  @BeforeEach
  void nineEntries() {
    new AuditDesk(trail, heads).bind(queries);
    trail.append(chain).block();
  }

  private Verdict verify(@Nullable Instant from, @Nullable Instant to) {
    var verdict = queries.ask(new VerifyAudit(Actor.system("test"), from, to)).block();
    return Objects.requireNonNull(verdict);
  }

  private Verdict verify() {
    return verify(null, null);
  }

  private AuditEntry entry(long sequence) {
    return chain.get((int) sequence - 1);
  }

  private static AuditEntry with(AuditEntry e, String action, @Nullable String previousHash) {
    return new AuditEntry(
        e.id(),
        e.sequence(),
        e.entityType(),
        e.entityId(),
        action,
        e.changes(),
        e.userId(),
        e.timestamp(),
        e.metadata(),
        previousHash,
        e.hash());
  }

  private static AuditEntry rehashed(AuditEntry e) {
    return new AuditEntry(
        e.id(),
        e.sequence(),
        e.entityType(),
        e.entityId(),
        e.action(),
        e.changes(),
        e.userId(),
        e.timestamp(),
        e.metadata(),
        e.previousHash(),
        AuditChain.hash(e));
  }

  @Test
  void aTrailThatNobodyTouchedIsRight() {
    heads.keep(entry(4)).block();
    heads.keep(entry(9)).block();
    assertThat(verify()).isEqualTo(new Verdict(9, null));
  }

  @Test
  void anEmptyTrailIsRight() {
    trail.lose(0);
    assertThat(verify()).isEqualTo(new Verdict(0, null));
  }

  @Test
  void anEntryThatWasChangedIsFound() {
    trail.tamper(5, with(entry(5), "booking.noted", entry(5).previousHash()));
    assertThat(verify()).isEqualTo(new Verdict(4, new Broken(5, entry(5).id(), Reason.CHANGED)));
  }

  @Test
  void anEntryThatWasChangedWithItsHashIsFoundByTheNext() {
    trail.tamper(5, rehashed(with(entry(5), "booking.noted", entry(5).previousHash())));
    assertThat(verify()).isEqualTo(new Verdict(5, new Broken(6, entry(6).id(), Reason.UNCHAINED)));
  }

  @Test
  void anEntryThatWasTakenOutIsFound() {
    trail.tamper(5, null);
    assertThat(verify()).isEqualTo(new Verdict(4, new Broken(5, null, Reason.MISSING)));
    trail.tamper(1, null);
    assertThat(verify().checked()).isZero();
  }

  @Test
  void anEndThatWasCutOffIsFoundByTheHeadThatWasKept() {
    heads.keep(entry(9)).block();
    trail.lose(7);
    assertThat(verify()).isEqualTo(new Verdict(7, new Broken(8, null, Reason.MISSING)));
    trail.lose(0);
    assertThat(verify()).isEqualTo(new Verdict(0, new Broken(1, null, Reason.MISSING)));
  }

  @Test
  void aTrailThatWasWrittenAnewIsFoundByAHeadThatWasKept() {
    heads.keep(entry(6)).block();
    trail.lose(0);
    var forged = AuditFixtures.aChain(9);
    trail.append(forged).block();
    assertThat(verify())
        .isEqualTo(new Verdict(5, new Broken(6, forged.get(5).id(), Reason.REPLACED)));
  }

  @Test
  void onlyTheStretchOfTheTimesIsChecked() {
    var third = entry(3).timestamp();
    var sixth = entry(6).timestamp();
    assertThat(verify(third, sixth)).isEqualTo(new Verdict(3, null));
    assertThat(verify(sixth, null)).isEqualTo(new Verdict(4, null));
    trail.tamper(7, null);
    assertThat(verify(third, sixth)).isEqualTo(new Verdict(3, null));
    assertThat(verify(sixth, null)).isEqualTo(new Verdict(1, new Broken(7, null, Reason.MISSING)));
    trail.tamper(5, rehashed(with(entry(5), "booking.noted", entry(5).previousHash())));
    assertThat(verify(sixth, entry(7).timestamp()))
        .isEqualTo(new Verdict(0, new Broken(6, entry(6).id(), Reason.UNCHAINED)));
  }
}
