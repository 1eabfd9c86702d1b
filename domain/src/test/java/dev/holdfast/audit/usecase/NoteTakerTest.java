package dev.holdfast.audit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditNote;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.OutageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class NoteTakerTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

  private final List<AuditNote> kept = new ArrayList<>();
  private boolean isAway;
  private final NoteTaker taker = new NoteTaker(this::keep);

  private Mono<Void> keep(List<AuditNote> notes) {
    return isAway
        ? Mono.error(new OutageException("database", new IllegalStateException()))
        : Mono.fromRunnable(() -> kept.addAll(notes));
  }

  private AuditNote taken() {
    var note = AuditNote.signInRefused(null, Actor.system("test"), NOON);
    taker.take(note);
    return note;
  }

  @Test
  void whatIsTakenIsKeptInOrderAndOnce() {
    var notes = new ArrayList<AuditNote>();
    for (var i = 0; i < 450; i++) {
      notes.add(taken());
    }
    assertThat(kept).isEmpty();
    taker.keep().block();
    assertThat(kept).isEqualTo(notes);
    taker.keep().block();
    assertThat(kept).hasSize(450);
  }

  @Test
  void whatCannotBeKeptIsKeptLater() {
    var first = taken();
    isAway = true;
    StepVerifier.create(taker.keep()).verifyError(OutageException.class);
    var second = taken();
    isAway = false;
    taker.keep().block();
    assertThat(kept).containsExactly(first, second);
  }

  @Test
  void noMoreThanSoManyWaitAndTheOthersAreCounted() {
    for (var i = 0; i < NoteTaker.WAITING_MAX + 3; i++) {
      taken();
    }
    assertThat(taker.lost()).isEqualTo(3);
    taker.keep().block();
    assertThat(kept).hasSize(NoteTaker.WAITING_MAX);
    var next = taken();
    taker.keep().block();
    assertThat(kept).endsWith(next);
    assertThat(taker.lost()).isEqualTo(3);
  }
}
