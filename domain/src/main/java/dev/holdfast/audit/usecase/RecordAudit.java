package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditChain;
import dev.holdfast.audit.AuditChain.Subject;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditNote;
import dev.holdfast.audit.Changes;
import dev.holdfast.audit.port.AuditHeads;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.audit.port.FactsReader;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.feed.usecase.EventHandler;
import dev.holdfast.shared.OutageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes the audit trail out of the log: an entry for each event, saying what became different from
 * the event before it. Should the trail have lost its end, or everything, it is made again from
 * there.
 */
public final class RecordAudit implements EventHandler {
  static final Duration KEEP_HEAD_EVERY = Duration.ofMinutes(1);

  private final AuditTrail trail;
  private final EventLog log;
  private final FactsReader facts;
  private final AuditHeads heads;
  private final InstantSource clock;
  private volatile boolean hasEntries;
  private volatile Instant headKept = Instant.MIN;

  /**
   * @param heads where the end of the trail is noted every {@link #KEEP_HEAD_EVERY}
   */
  public RecordAudit(
      AuditTrail trail, EventLog log, FactsReader facts, AuditHeads heads, InstantSource clock) {
    this.trail = trail;
    this.log = log;
    this.facts = facts;
    this.heads = heads;
    this.clock = clock;
  }

  @Override
  public Mono<Position> resumeFrom(Position checkpoint) {
    return trail
        .last()
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .doOnNext(last -> hasEntries = last.isPresent())
        .map(last -> last.map(entry -> earlier(checkpoint, entry)).orElse(Position.START));
  }

  private static Position earlier(Position checkpoint, AuditEntry last) {
    var written = Position.parse(last.id()).orElse(checkpoint);
    return checkpoint.isAfter(written) ? written : checkpoint;
  }

  @Override
  public Mono<Void> handle(List<LoggedEvent> events) {
    return trail
        .known(events.stream().map(event -> event.position().toString()).toList())
        .map(known -> unknown(events, known))
        .filter(fresh -> !fresh.isEmpty())
        .flatMap(this::record);
  }

  private static List<LoggedEvent> unknown(List<LoggedEvent> events, Set<String> known) {
    return events.stream().filter(event -> !known.contains(event.position().toString())).toList();
  }

  private Mono<Void> record(List<LoggedEvent> fresh) {
    return Mono.zip(last(), states(fresh))
        .map(read -> entries(read.getT1().orElse(null), fresh, read.getT2()))
        .flatMap(this::append);
  }

  private Mono<Void> append(List<AuditEntry> entries) {
    return trail
        .append(entries)
        .doOnSuccess(_ -> hasEntries = true)
        .then(Mono.defer(() -> keepHead(entries.getLast())));
  }

  private Mono<Void> keepHead(AuditEntry last) {
    var now = clock.instant();
    if (now.isBefore(headKept.plus(KEEP_HEAD_EVERY))) {
      return Mono.empty();
    }
    return heads.keep(last).doOnSuccess(_ -> headKept = now);
  }

  @Override
  public Mono<Void> forget() {
    return heads.clear().then(Mono.defer(trail::clear));
  }

  private Mono<Optional<AuditEntry>> last() {
    return trail
        .last()
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .map(
            last -> {
              if (last.isEmpty() && hasEntries) {
                throw new OutageException("audit trail", new IllegalStateException("it is empty"));
              }
              return last;
            });
  }

  /** The data of these events and of those right before them. */
  private Mono<Map<AggregateVersion, String>> states(List<LoggedEvent> events) {
    var states = new HashMap<AggregateVersion, String>();
    events.forEach(event -> states.put(versionOf(event, 0), event.data()));
    var missing = new ArrayList<AggregateVersion>();
    for (var event : events) {
      var before = versionOf(event, -1);
      if (before.version() > 0 && !states.containsKey(before)) {
        missing.add(before);
      }
    }
    if (missing.isEmpty()) {
      return Mono.just(states);
    }
    return log.versions(missing)
        .doOnNext(found -> found.forEach(e -> states.put(versionOf(e, 0), e.data())))
        .thenReturn(states);
  }

  private List<AuditEntry> entries(
      @Nullable AuditEntry last, List<LoggedEvent> events, Map<AggregateVersion, String> states) {
    var entries = new ArrayList<AuditEntry>();
    var previous = last;
    for (var event : events) {
      previous = AuditChain.next(previous, event, subject(event, states.get(versionOf(event, -1))));
      entries.add(previous);
    }
    return entries;
  }

  private Subject subject(LoggedEvent event, @Nullable String before) {
    var data = facts.read(event.data());
    if (AuditNote.AGGREGATE.equals(event.aggregateType())) {
      return subjectOfNote(data);
    }
    var changes = Changes.between(before == null ? Map.of() : facts.read(before), data);
    return new Subject(event.aggregateType(), event.aggregateId(), changes);
  }

  private static Subject subjectOfNote(Map<String, @Nullable Object> data) {
    var told = new HashMap<String, @Nullable Object>(data);
    var type = told.remove(AuditNote.ENTITY_TYPE);
    var id = told.remove(AuditNote.ENTITY_ID);
    return new Subject(
        String.valueOf(type), UUID.fromString(String.valueOf(id)), Changes.between(Map.of(), told));
  }

  private static AggregateVersion versionOf(LoggedEvent event, int offset) {
    return new AggregateVersion(event.aggregateId(), event.version() + offset);
  }
}
