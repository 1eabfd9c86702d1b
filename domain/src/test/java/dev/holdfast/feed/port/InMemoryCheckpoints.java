package dev.holdfast.feed.port;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Checkpoints in memory, by a clock that stands for the database's. */
public final class InMemoryCheckpoints implements Checkpoints {
  /** One event set aside. */
  public record Parked(String consumer, LoggedEvent event, int attempts) {}

  private record Row(Position position, long fence, @Nullable UUID holder, Instant until) {}

  private final Map<String, Row> rows = new HashMap<>();
  private final List<Parked> parked = new ArrayList<>();
  private final InstantSource clock;

  public InMemoryCheckpoints(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Mono<Lease> acquire(String consumer, UUID runner, Duration length) {
    return Mono.defer(() -> Mono.justOrEmpty(lease(consumer, runner, length)));
  }

  @Override
  public Mono<Lease> seize(String consumer, UUID runner, Duration length) {
    return Mono.fromSupplier(() -> seized(consumer, runner, length));
  }

  private synchronized Lease seized(String consumer, UUID runner, Duration length) {
    var row = rows.getOrDefault(consumer, new Row(Position.START, 0, null, Instant.MIN));
    rows.put(consumer, new Row(row.position, row.fence + 1, runner, clock.instant().plus(length)));
    return new Lease(consumer, runner, row.fence + 1, row.position);
  }

  private synchronized @Nullable Lease lease(String consumer, UUID runner, Duration length) {
    var row = rows.getOrDefault(consumer, new Row(Position.START, 0, null, Instant.MIN));
    if (!runner.equals(row.holder) && row.until.isAfter(clock.instant())) {
      return null;
    }
    var fence = runner.equals(row.holder) ? row.fence : row.fence + 1;
    rows.put(consumer, new Row(row.position, fence, runner, clock.instant().plus(length)));
    return new Lease(consumer, runner, fence, row.position);
  }

  @Override
  public Mono<Void> release(Lease lease) {
    return held(
            lease, () -> set(lease, new Row(row(lease).position, lease.fence(), null, Instant.MIN)))
        .then();
  }

  @Override
  public Mono<Boolean> advance(Lease lease, Position position) {
    return held(lease, () -> set(lease, moved(lease, position)));
  }

  @Override
  public Mono<Boolean> park(Lease lease, LoggedEvent event, int attempts, String error) {
    return held(
        lease,
        () -> {
          if (parked.stream()
              .noneMatch(p -> p.consumer.equals(lease.consumer()) && p.event.equals(event))) {
            parked.add(new Parked(lease.consumer(), event, attempts));
          }
          return set(lease, moved(lease, event.position()));
        });
  }

  @Override
  public Mono<Set<UUID>> parkedAggregates(String consumer) {
    return Mono.fromSupplier(
        () -> {
          var ids = new HashSet<UUID>();
          parked().stream()
              .filter(p -> p.consumer.equals(consumer))
              .forEach(p -> ids.add(p.event.aggregateId()));
          return ids;
        });
  }

  @Override
  public Mono<List<LoggedEvent>> parked(String consumer, Position after, int limit) {
    return Mono.fromSupplier(
        () ->
            parked().stream()
                .filter(p -> p.consumer.equals(consumer))
                .map(Parked::event)
                .filter(event -> event.position().isAfter(after))
                .sorted(Comparator.comparing(LoggedEvent::position))
                .limit(limit)
                .toList());
  }

  @Override
  public Mono<Boolean> unpark(Lease lease, LoggedEvent event) {
    return held(
        lease,
        () -> parked.removeIf(p -> p.consumer.equals(lease.consumer()) && p.event.equals(event)));
  }

  @Override
  public Mono<Boolean> restart(Lease lease) {
    return held(
        lease,
        () -> {
          parked.removeIf(p -> p.consumer.equals(lease.consumer()));
          return set(lease, moved(lease, Position.START));
        });
  }

  @Override
  public Mono<List<Standing>> standings() {
    return Mono.fromSupplier(
        () -> {
          synchronized (this) {
            return new TreeMap<>(rows)
                .entrySet().stream().map(row -> standing(row.getKey(), row.getValue())).toList();
          }
        });
  }

  private Standing standing(String consumer, Row row) {
    return new Standing(
        consumer,
        row.position,
        row.until.isAfter(clock.instant()),
        parked.stream().filter(p -> p.consumer.equals(consumer)).count());
  }

  /** Everything that was set aside. */
  public synchronized List<Parked> parked() {
    return List.copyOf(parked);
  }

  /** Where the consumer stands. */
  public synchronized Position position(String consumer) {
    var row = rows.get(consumer);
    return row == null ? Position.START : row.position;
  }

  private Row row(Lease lease) {
    return rows.getOrDefault(lease.consumer(), new Row(Position.START, 0, null, Instant.MIN));
  }

  private Row moved(Lease lease, Position position) {
    return new Row(position, lease.fence(), lease.runner(), row(lease).until);
  }

  private boolean set(Lease lease, Row row) {
    rows.put(lease.consumer(), row);
    return true;
  }

  private Mono<Boolean> held(Lease lease, Supplier<Boolean> change) {
    return Mono.fromSupplier(
        () -> {
          synchronized (this) {
            var row = row(lease);
            return lease.runner().equals(row.holder) && row.fence == lease.fence() && change.get();
          }
        });
  }
}
