package dev.holdfast.audit;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did, in its place in the trail. Each entry carries the hash of the one
 * before it, so that an entry which was changed, taken out or slipped in is noticed.
 *
 * @param id the position of the event it is made from: unique, and the same however often it is
 *     made
 * @param sequence counts from 1 without gaps
 * @param action the type of the event: {@code booking.cancelled}
 * @param changes by field; personal text is left out
 * @param userId absent for the system and for strangers
 * @param timestamp when it happened, to the microsecond
 * @param previousHash the {@code hash} of the entry before; absent on the first
 * @param hash SHA-256 in hex over everything else here, see {@link AuditChain}
 */
public record AuditEntry(
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

  /** Where it was done from. */
  public record Metadata(
      @Nullable String ip, @Nullable String userAgent, @Nullable UUID sessionId) {}

  /**
   * What became of a field. Values are plain: text, {@code Long}, {@code BigDecimal}, {@code
   * Boolean}, null, and lists and maps of these.
   */
  public record Change(@Nullable Object from, @Nullable Object to) {}

  /** Changes in the order of their fields. */
  public static SortedMap<String, Change> sorted(Map<String, Change> changes) {
    return new TreeMap<>(changes);
  }
}
