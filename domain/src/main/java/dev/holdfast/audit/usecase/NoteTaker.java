package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditNote;
import dev.holdfast.audit.port.AuditNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/**
 * Takes notes for the trail without making anyone wait: a refusal must be as quick as an answer
 * that there is no such thing, or its time would tell the two apart. They are kept in small batches
 * a moment later; a node that is killed loses what it has taken in that moment. While they cannot
 * be kept, {@link #WAITING_MAX} wait at most, and what comes then is only counted.
 */
public final class NoteTaker {
  static final int WAITING_MAX = 10_000;
  private static final int BATCH = 200;

  private final AuditNotes notes;
  private final Queue<AuditNote> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger length = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();

  public NoteTaker(AuditNotes notes) {
    this.notes = notes;
  }

  /** Neither waits nor fails. */
  public void take(AuditNote note) {
    if (length.incrementAndGet() > WAITING_MAX) {
      length.decrementAndGet();
      lost.incrementAndGet();
      return;
    }
    waiting.add(note);
  }

  /** How many could not be taken since the start. */
  public long lost() {
    return lost.get();
  }

  /**
   * Keeps what has been taken, in order; one at a time. When it fails, what it could not keep is
   * kept by a later one.
   */
  public Mono<Void> keep() {
    return Mono.defer(this::batch).repeat(() -> !waiting.isEmpty()).then();
  }

  private Mono<Boolean> batch() {
    var batch = next();
    return batch.isEmpty()
        ? Mono.just(true)
        : notes.keep(batch).then(Mono.fromSupplier(() -> remove(batch.size())));
  }

  private List<AuditNote> next() {
    var batch = new ArrayList<AuditNote>();
    for (var note : waiting) {
      batch.add(note);
      if (batch.size() == BATCH) {
        break;
      }
    }
    return batch;
  }

  private boolean remove(int kept) {
    for (var i = 0; i < kept; i++) {
      waiting.remove();
    }
    length.addAndGet(-kept);
    return true;
  }
}
