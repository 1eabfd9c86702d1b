package dev.holdfast.feed.port;

import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.LoggedEvent.Touched;
import dev.holdfast.feed.Position;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A log with transactions that may stay open, in memory. */
public final class InMemoryEventLog implements EventLog {
  private final Map<Long, List<LoggedEvent>> open = new TreeMap<>();
  private final List<LoggedEvent> committed = new ArrayList<>();
  private final Map<UUID, Long> versions = new HashMap<>();
  private final Sinks.Many<Boolean> wakeUps = Sinks.many().multicast().directBestEffort();
  private long transactions;
  private long sequence;
  private boolean isAway;
  private int reads;

  /** Begins a transaction that has got its id. */
  public synchronized long begin() {
    open.put(++transactions, new ArrayList<>());
    return transactions;
  }

  public synchronized LoggedEvent append(long transaction, UUID aggregate) {
    return append(transaction, aggregate, "{}");
  }

  /** The next event of an aggregate, not seen by anyone before the transaction commits. */
  public synchronized LoggedEvent append(long transaction, UUID aggregate, String data) {
    var version = versions.merge(aggregate, 1L, Long::sum);
    var event =
        FeedFixtures.anEvent(new Position(transaction, ++sequence), aggregate, version, data);
    Objects.requireNonNull(open.get(transaction)).add(event);
    return event;
  }

  public void commit(long transaction) {
    commitUnheard(transaction);
    wakeUps.tryEmitNext(true);
  }

  /** A commit whose wake-up is lost. */
  public synchronized void commitUnheard(long transaction) {
    committed.addAll(Objects.requireNonNull(open.remove(transaction)));
    committed.sort(Comparator.comparing(LoggedEvent::position));
  }

  public synchronized void rollback(long transaction) {
    open.remove(transaction);
  }

  /** An event in a transaction of its own. */
  public LoggedEvent happens(UUID aggregate) {
    var transaction = begin();
    var event = append(transaction, aggregate);
    commit(transaction);
    return event;
  }

  /** The first event of some booking, which takes an hour of this resource. */
  public LoggedEvent touches(UUID resource) {
    var transaction = begin();
    var event = append(transaction, Ids.next());
    var hour = new TimeRange(FeedFixtures.NOON, FeedFixtures.NOON.plus(Duration.ofHours(1)));
    var touching =
        new LoggedEvent(
            event.position(),
            event.type(),
            event.aggregateType(),
            event.aggregateId(),
            event.version(),
            event.occurredAt(),
            event.venueId(),
            event.ownerId(),
            List.of(new Touched(resource, hour)),
            event.data(),
            event.metadata());
    replaceLast(transaction, touching);
    commit(transaction);
    return touching;
  }

  private synchronized void replaceLast(long transaction, LoggedEvent event) {
    var written = Objects.requireNonNull(open.get(transaction));
    written.set(written.size() - 1, event);
  }

  /** From now on, or no longer, nothing can be read. */
  public synchronized void away(boolean away) {
    isAway = away;
  }

  /** How often somebody has read a slice. */
  public synchronized int reads() {
    return reads;
  }

  private long xmin() {
    return open.isEmpty() ? transactions + 1 : open.keySet().iterator().next();
  }

  @Override
  public Mono<Slice> after(Position position, int limit) {
    return read(() -> slice(position, limit, _ -> true));
  }

  @Override
  public Mono<Slice> ofAggregate(UUID aggregateId, Position position, int limit) {
    return read(() -> slice(position, limit, e -> e.aggregateId().equals(aggregateId)));
  }

  private Slice slice(Position position, int limit, Predicate<LoggedEvent> wanted) {
    reads++;
    var end = Position.endOf(xmin() - 1);
    var found =
        committed.stream()
            .filter(wanted)
            .filter(e -> e.position().isAfter(position) && !e.position().isAfter(end))
            .limit(limit)
            .toList();
    var upTo = found.size() == limit ? found.getLast().position() : end;
    var heldBack = committed.stream().filter(wanted).anyMatch(e -> e.position().isAfter(end));
    return new Slice(found, upTo.isAfter(position) ? upTo : position, heldBack);
  }

  @Override
  public Mono<Position> head() {
    return read(
        () ->
            committed.stream()
                .map(LoggedEvent::position)
                .filter(p -> p.transaction() < xmin())
                .max(Comparator.naturalOrder())
                .orElse(Position.START));
  }

  @Override
  public Mono<Position> positionOf(UUID aggregateId, long version) {
    return versions(List.of(new AggregateVersion(aggregateId, version)))
        .flatMap(found -> found.isEmpty() ? Mono.empty() : Mono.just(found.getFirst().position()));
  }

  @Override
  public Mono<List<LoggedEvent>> versions(Collection<AggregateVersion> wanted) {
    return read(
        () ->
            committed.stream()
                .filter(e -> wanted.contains(new AggregateVersion(e.aggregateId(), e.version())))
                .toList());
  }

  @Override
  public Mono<LoggedEvent> asOf(UUID aggregateId, Instant at) {
    return read(() ->
            committed.stream()
                .filter(e -> e.aggregateId().equals(aggregateId))
                .filter(e -> !e.occurredAt().isAfter(at))
                .max(Comparator.comparingLong(LoggedEvent::version)))
        .flatMap(Mono::justOrEmpty);
  }

  @Override
  public Mono<Boolean> knows(Position position) {
    return read(() -> committed.stream().anyMatch(e -> e.position().equals(position)));
  }

  @Override
  public Flux<Boolean> wakeUps() {
    return wakeUps.asFlux();
  }

  private <T> Mono<T> read(Supplier<T> reading) {
    return Mono.fromSupplier(
        () -> {
          synchronized (this) {
            if (isAway) {
              throw new OutageException("database", new IllegalStateException("away"));
            }
            return reading.get();
          }
        });
  }
}
