package dev.holdfast.audit;

import dev.holdfast.audit.AuditEntry.Change;
import dev.holdfast.audit.AuditEntry.Metadata;
import dev.holdfast.feed.LoggedEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How entries hang together. The hash of an entry is SHA-256 over its other fields, the hash of the
 * entry before among them, as canonical JSON (see {@link CanonicalJson}); instants are RFC 3339 in
 * UTC as {@link java.time.Instant#toString} writes them.
 */
public final class AuditChain {
  private AuditChain() {}

  /**
   * What an entry is about.
   *
   * @param changes what became of it
   */
  public record Subject(String entityType, UUID entityId, SortedMap<String, Change> changes) {}

  /**
   * The entry about an event, in its place behind the last one.
   *
   * @param last absent when this is the first
   */
  public static AuditEntry next(@Nullable AuditEntry last, LoggedEvent event, Subject subject) {
    var done = event.metadata();
    var unhashed =
        new AuditEntry(
            event.position().toString(),
            last == null ? 1 : last.sequence() + 1,
            subject.entityType(),
            subject.entityId(),
            event.type(),
            subject.changes(),
            done.userId(),
            event.occurredAt(),
            new Metadata(done.ip(), done.userAgent(), done.sessionId()),
            last == null ? null : last.hash(),
            "");
    return withHash(unhashed, hash(unhashed));
  }

  /** Whether the entry is as it was made, and stands right behind the other. */
  public static boolean follows(@Nullable AuditEntry previous, AuditEntry entry) {
    var inPlace =
        previous == null
            ? entry.sequence() == 1 && entry.previousHash() == null
            : entry.sequence() == previous.sequence() + 1
                && previous.hash().equals(entry.previousHash());
    return inPlace && hash(entry).equals(entry.hash());
  }

  /** The hash that belongs to these fields, whatever the entry says it is. */
  public static String hash(AuditEntry entry) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", entry.id());
    fields.put("sequence", entry.sequence());
    fields.put("entityType", entry.entityType());
    fields.put("entityId", entry.entityId().toString());
    fields.put("action", entry.action());
    fields.put("changes", plain(entry.changes()));
    fields.put("userId", textOf(entry.userId()));
    fields.put("timestamp", entry.timestamp().toString());
    fields.put("ip", entry.metadata().ip());
    fields.put("userAgent", entry.metadata().userAgent());
    fields.put("sessionId", textOf(entry.metadata().sessionId()));
    fields.put("previousHash", entry.previousHash());
    return sha256(CanonicalJson.bytes(fields));
  }

  private static Map<String, @Nullable Object> plain(SortedMap<String, Change> changes) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    changes.forEach(
        (field, change) -> {
          var fromTo = new LinkedHashMap<String, @Nullable Object>();
          fromTo.put("from", change.from());
          fromTo.put("to", change.to());
          plain.put(field, fromTo);
        });
    return plain;
  }

  private static @Nullable String textOf(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static AuditEntry withHash(AuditEntry e, String hash) {
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
        hash);
  }
}
