package dev.holdfast.audit.port;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.shared.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The audit trail, kept apart from the truth it is made from: it may be lost, and is then made
 * again from the log. Everything here fails with {@link dev.holdfast.shared.OutageException} while
 * its place is away.
 */
public interface AuditTrail {
  /** The newest entry, or empty when there is none. */
  Mono<AuditEntry> last();

  /** Which of these ids have an entry already. */
  Mono<Set<String>> known(Collection<String> ids);

  /**
   * Appends entries that follow on the newest one. They are kept in order, and those before the
   * first that cannot be kept stay: an id and a sequence are taken once and for all, so that of two
   * who append at the same time one fails.
   */
  Mono<Void> append(List<AuditEntry> entries);

  /** A piece of the matching entries, newest first; the page's place is {@link #place}. */
  Mono<Page<AuditEntry>> list(Filter filter, Page.Request page);

  /** All matching entries that exist now, newest first, fetched as they are asked for. */
  Flux<AuditEntry> all(Filter filter);

  /** The entries from this sequence to that, both included, in order, fetched as asked for. */
  Flux<AuditEntry> inOrder(long first, long last);

  /**
   * From which sequence to which the entries reach that have these times, or empty when there is
   * none. Between them may stand entries of other times: the trail is in the order of the log.
   *
   * @param from not before this instant; absent for the first entry of all
   * @param to before this instant; absent for the last one
   */
  Mono<Reach> reach(@Nullable Instant from, @Nullable Instant to);

  /** Removes every entry. */
  Mono<Void> clear();

  /** A stretch of the trail, both ends included. */
  record Reach(long first, long last) {}

  /** The place of an entry in pages: its sequence, in the form of an id. */
  static UUID place(long sequence) {
    return new UUID(0, sequence);
  }

  /**
   * Which entries are wanted; what is absent does not restrict.
   *
   * @param from not before this instant
   * @param to before this instant
   */
  record Filter(
      @Nullable String entityType,
      @Nullable UUID entityId,
      @Nullable UUID userId,
      @Nullable String action,
      @Nullable Instant from,
      @Nullable Instant to) {
    /** Every entry. */
    public static final Filter NONE = new Filter(null, null, null, null, null, null);
  }
}
