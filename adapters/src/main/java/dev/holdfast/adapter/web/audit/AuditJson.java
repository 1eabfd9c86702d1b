package dev.holdfast.adapter.web.audit;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditEntry.Change;
import dev.holdfast.audit.AuditEntry.Metadata;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry of the trail as clients see it; the order of the fields is that of the contract. */
public record AuditJson(
    String id,
    long sequence,
    String entityType,
    UUID entityId,
    String action,
    SortedMap<String, Change> changes,
    @Nullable UUID userId,
    Instant timestamp,
    Metadata metadata,
    @Nullable String previousHash,
    String hash) {

  /** The entry, as clients see it. */
  public static AuditJson of(AuditEntry entry) {
    return new AuditJson(
        entry.id(),
        entry.sequence(),
        entry.entityType(),
        entry.entityId(),
        entry.action(),
        entry.changes(),
        entry.userId(),
        entry.timestamp(),
        entry.metadata(),
        entry.previousHash(),
        entry.hash());
  }
}
