package dev.holdfast.audit.port;

import dev.holdfast.audit.AuditEntry;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Which entries stood at the end of the trail at one time or another, kept in another place than
 * the trail: a chain proves that nothing was changed in it, but not that nobody wrote all of it
 * anew, or cut off its end.
 */
public interface AuditHeads {
  /** Keeps the hash of the trail's last entry; once more for the same sequence changes nothing. */
  Mono<Void> keep(AuditEntry last);

  /** The hashes kept for these sequences, both ends included, by sequence. */
  Mono<Map<Long, String>> kept(long first, long last);

  /** The greatest sequence that is kept; zero when there is none. */
  Mono<Long> greatest();

  /** Forgets all, because the trail will be made again. */
  Mono<Void> clear();
}
