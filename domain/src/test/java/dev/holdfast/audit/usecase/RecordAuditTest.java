package dev.holdfast.audit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.audit.AuditChain;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditEntry.Change;
import dev.holdfast.audit.AuditNote;
import dev.holdfast.audit.port.InMemoryAuditHeads;
import dev.holdfast.audit.port.InMemoryAuditTrail;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordAuditTest {
  private final InMemoryEventLog log = new InMemoryEventLog();
  private final InMemoryAuditTrail trail = new InMemoryAuditTrail();
  private final InMemoryAuditHeads heads = new InMemoryAuditHeads();
  private Instant now = Instant.parse("2027-03-01T12:00:00Z");

  private final RecordAudit audit =
      new RecordAudit(trail, log, RecordAuditTest::fact, heads, () -> now);
  private final UUID court = Ids.next();

  /** The data of events here is just a word. */
  private static Map<String, @Nullable Object> fact(String data) {
    var facts = new HashMap<String, @Nullable Object>();
    if (data.startsWith("note about ")) {
      facts.put("entityType", "booking");
      facts.put("entityId", data.substring("note about ".length()));
      facts.put("route", "/v1/bookings/{id}");
      return facts;
    }
    facts.put("status", data);
    return facts;
  }

  private LoggedEvent happens(UUID aggregate, String data) {
    var transaction = log.begin();
    var event = log.append(transaction, aggregate, data);
    log.commit(transaction);
    return event;
  }

  private void record(LoggedEvent... events) {
    audit.handle(List.of(events)).block();
  }

  private Position resume(Position checkpoint) {
    return Objects.requireNonNull(audit.resumeFrom(checkpoint).block());
  }

  private void assertChained() {
    AuditEntry previous = null;
    for (var entry : trail.entries()) {
      assertThat(AuditChain.follows(previous, entry)).as(entry.toString()).isTrue();
      previous = entry;
    }
  }

  @Test
  void changesAreToldAgainstTheEventBeforeAlsoAcrossBatches() {
    var created = happens(court, "PENDING");
    record(created);
    record(happens(court, "CONFIRMED"), happens(court, "CANCELLED"));
    assertThat(trail.entries())
        .extracting(AuditEntry::changes)
        .containsExactly(
            AuditEntry.sorted(Map.of("status", new Change(null, "PENDING"))),
            AuditEntry.sorted(Map.of("status", new Change("PENDING", "CONFIRMED"))),
            AuditEntry.sorted(Map.of("status", new Change("CONFIRMED", "CANCELLED"))));
    assertChained();
  }

  @Test
  void whatComesAgainIsRecordedOnce() {
    var first = happens(court, "A");
    var second = happens(court, "B");
    record(first);
    record(first, second);
    record(second);
    assertThat(trail.entries()).hasSize(2);
    assertChained();
  }

  @Test
  void anEntrySaysWhoDidWhatAndWhen() {
    var event = happens(court, "A");
    record(event);
    var entry = trail.entries().getFirst();
    assertThat(entry.id()).isEqualTo(event.position().toString());
    assertThat(entry.entityType()).isEqualTo("booking");
    assertThat(entry.entityId()).isEqualTo(court);
    assertThat(entry.action()).isEqualTo(event.type());
    assertThat(entry.userId()).isEqualTo(event.metadata().userId());
    assertThat(entry.timestamp()).isEqualTo(event.occurredAt());
  }

  @Test
  void aTrailThatIsEmptyIsMadeAgainFromTheStart() {
    assertThat(resume(new Position(9, 9))).isEqualTo(Position.START);
  }

  @Test
  void aTrailThatHasLostItsEndIsMadeAgainFromThere() {
    var first = happens(court, "A");
    var second = happens(court, "B");
    record(first, second);
    assertThat(resume(second.position())).isEqualTo(second.position());
    trail.lose(1);
    assertThat(resume(second.position())).isEqualTo(first.position());
    assertThat(resume(Position.START)).isEqualTo(Position.START);
  }

  @Test
  void aNoteIsAboutItsSubject() {
    var booking = Ids.next();
    var note =
        new LoggedEvent(
            new Position(50, 50),
            "access.denied",
            AuditNote.AGGREGATE,
            Ids.next(),
            1,
            now,
            null,
            null,
            List.of(),
            "note about " + booking,
            new LoggedEvent.Metadata(null, null, null, null, null));
    record(note);
    var entry = trail.entries().getFirst();
    assertThat(entry.action()).isEqualTo("access.denied");
    assertThat(entry.entityType()).isEqualTo("booking");
    assertThat(entry.entityId()).isEqualTo(booking);
    assertThat(entry.changes())
        .isEqualTo(AuditEntry.sorted(Map.of("route", new Change(null, "/v1/bookings/{id}"))));
    assertChained();
  }

  @Test
  void theEndOfTheTrailIsNotedOnceAMinute() {
    record(happens(court, "A"));
    record(happens(court, "B"));
    assertThat(heads.greatest().block()).isEqualTo(1);
    now = now.plus(RecordAudit.KEEP_HEAD_EVERY);
    record(happens(court, "C"));
    assertThat(heads.kept(1, 9).block())
        .isEqualTo(
            Map.of(1L, trail.entries().getFirst().hash(), 3L, trail.entries().getLast().hash()));
  }

  @Test
  void whatIsForgottenIsMadeAgain() {
    var first = happens(court, "A");
    var second = happens(court, "B");
    record(first, second);
    var before = trail.entries();
    audit.forget().block();
    assertThat(trail.entries()).isEmpty();
    assertThat(heads.greatest().block()).isZero();
    assertThat(resume(second.position())).isEqualTo(Position.START);
    record(first, second);
    assertThat(trail.entries()).isEqualTo(before);
  }

  @Test
  void aTrailThatVanishesWhileWeWriteIsNotBegunInTheMiddle() {
    record(happens(court, "A"));
    trail.lose(0);
    var next = happens(court, "B");
    assertThatThrownBy(() -> record(next)).isInstanceOf(OutageException.class);
    assertThat(trail.entries()).isEmpty();
    assertThat(resume(next.position())).isEqualTo(Position.START);
    record(next); // the consumer has begun anew, and comes here in its own time
    assertThat(trail.entries()).hasSize(1);
  }
}
