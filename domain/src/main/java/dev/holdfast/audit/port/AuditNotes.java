package dev.holdfast.audit.port;

import dev.holdfast.audit.AuditNote;
import java.util.List;
import reactor.core.publisher.Mono;

/** Puts notes into the log, from where they come into the trail. */
@FunctionalInterface
public interface AuditNotes {
  /** Keeps all of them, in order, or none. */
  Mono<Void> keep(List<AuditNote> notes);
}
