package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditChain;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.usecase.VerifyAudit.Broken;
import dev.holdfast.audit.usecase.VerifyAudit.Reason;
import dev.holdfast.audit.usecase.VerifyAudit.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes along a stretch of the trail, entry by entry, until the first that is not right. */
final class Verification {
  private final long first;
  private final Map<Long, String> heads;
  private long next;
  private @Nullable AuditEntry previous;
  private long checked;
  private @Nullable Broken broken;

  /**
   * @param first the sequence the stretch begins with
   * @param heads hashes of entries that were the last one once, by sequence
   */
  Verification(long first, Map<Long, String> heads) {
    this.first = first;
    this.heads = heads;
    this.next = start();
  }

  /** Where to begin reading: at the entry that the first one follows on. */
  long start() {
    return Math.max(1, first - 1);
  }

  /** Whether to go on. */
  boolean accepts(AuditEntry entry) {
    var reason = reason(entry);
    if (reason != null) {
      broken = new Broken(next, reason == Reason.MISSING ? null : entry.id(), reason);
      return false;
    }
    if (next >= first) {
      checked++;
    }
    previous = entry;
    next++;
    return true;
  }

  private @Nullable Reason reason(AuditEntry entry) {
    if (entry.sequence() != next) {
      return Reason.MISSING;
    }
    if (next < first) {
      return null;
    }
    if (!AuditChain.hash(entry).equals(entry.hash())) {
      return Reason.CHANGED;
    }
    if (!AuditChain.follows(previous, entry)) {
      return Reason.UNCHAINED;
    }
    var head = heads.get(next);
    return head == null || head.equals(entry.hash()) ? null : Reason.REPLACED;
  }

  /**
   * @param last the sequence the stretch must reach
   */
  Verdict verdict(long last) {
    if (broken == null && next <= last) {
      broken = new Broken(next, null, Reason.MISSING);
    }
    return new Verdict(checked, broken);
  }
}
