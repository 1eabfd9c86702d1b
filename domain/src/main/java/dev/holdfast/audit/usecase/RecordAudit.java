package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditChain;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.Changes;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.audit.port.FactsReader;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.feed.usecase.EventHandler;
import dev.holdfast.shared.OutageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes the audit trail out of the log: an entry for each event, saying what became different from
 * the event before it. Should the trail have lost its end, or everything, it is made again from
 * there.
 */
public final class RecordAudit implements EventHandler {
  private final AuditTrail trail;
  private final EventLog log;
  private final FactsReader facts;
  private volatile boolean hasEntries;

  public RecordAudit(AuditTrail trail, EventLog log, FactsReader facts) {
    this.trail = trail;
    this.log = log;
    this.facts = facts;
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
        .flatMap(trail::append)
        .then(Mono.fromRunnable(() -> hasEntries = true));
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
      var before = states.get(versionOf(event, -1));
      var changes =
          Changes.between(before == null ? Map.of() : facts.read(before), facts.read(event.data()));
      previous = AuditChain.next(previous, event, changes);
      entries.add(previous);
    }
    return entries;
  }

  private static AggregateVersion versionOf(LoggedEvent event, int offset) {
    return new AggregateVersion(event.aggregateId(), event.version() + offset);
  }
}
