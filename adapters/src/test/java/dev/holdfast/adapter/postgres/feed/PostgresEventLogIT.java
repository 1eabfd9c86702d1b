package dev.holdfast.adapter.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.PostgresPool;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLogContract;
import dev.holdfast.feed.usecase.LiveFeed;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class PostgresEventLogIT implements EventLogContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WRITERS = 12;
  private static final PostgresqlConnectionFactory UNPOOLED =
      PostgresPool.factory(TestDatabase.url(), LoopResources.create("test-log", 1, true));

  private final EventLog log =
      new PostgresEventLog(TestDatabase.database(), UNPOOLED, JsonMapper.builder().build());

  @Override
  public EventLog log() {
    return log;
  }

  @Override
  public Writer begin() {
    return LogWriter.begin();
  }

  @Test
  void anEventIsReadAsItWasWritten() {
    var aggregate = Ids.next();
    var writer = LogWriter.begin();
    writer.append(aggregate, 1);
    writer.commit();
    var slice = Objects.requireNonNull(log.ofAggregate(aggregate, Position.START, 1).block());
    var event = slice.events().getFirst();
    assertThat(event.type()).isEqualTo("booking.confirmed");
    assertThat(event.aggregateType()).isEqualTo("booking");
    assertThat(event.venueId()).isNull();
    assertThat(event.occurredAt()).hasToString("2027-03-01T12:00:00.123456Z");
    assertThat(event.data().replace(" ", "")).isEqualTo("{\"version\":1}");
    assertThat(event.metadata().requestId()).isEqualTo("test");
  }

  @Test
  void aCommitWakesWhoListens() {
    var writer = LogWriter.begin();
    StepVerifier.create(log.wakeUps())
        .expectNext(true) // listening has begun
        .then(
            () -> {
              writer.append(Ids.next(), 1);
              writer.commit();
            })
        .expectNext(true)
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void aBrokenConnectionEndsTheWakeUpsWithAnOutage() {
    StepVerifier.create(log.wakeUps())
        .expectNext(true)
        .then(PostgresEventLogIT::terminateListeners)
        .expectError(OutageException.class)
        .verify(PATIENCE);
  }

  private static void terminateListeners() {
    TestDatabase.database()
        .read(
            connection ->
                Flux.from(
                        connection
                            .createStatement(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query"
                                    + " LIKE 'LISTEN%'")
                            .execute())
                    .concatMap(result -> result.map((_, _) -> true))
                    .then())
        .block();
  }

  /**
   * Many writers, some slow, two of them for seconds, some rolling back; two readers on feeds of
   * their own, as on two nodes, and a third that only polls the log.
   */
  @Test
  void everyReaderSeesEveryCommittedEventOnceAndInTheSameOrder() throws Exception {
    var start = Objects.requireNonNull(log.head().block());
    Set<UUID> committed = ConcurrentHashMap.newKeySet();
    Set<UUID> rolledBack = ConcurrentHashMap.newKeySet();
    var one = new Reader(start);
    var other = new Reader(start);
    try (var writers = Executors.newFixedThreadPool(WRITERS)) {
      var all = new ArrayList<Future<?>>();
      for (var seed = 0; seed < WRITERS; seed++) {
        var random = new Random(seed);
        var longest = seed < 2 ? 5 + 7 * seed : -1;
        all.add(writers.submit(() -> write(random, longest, committed, rolledBack)));
      }
      for (var each : all) {
        each.get();
      }
    }
    one.awaitAll(committed);
    other.awaitAll(committed);
    var polled = poll(start, committed.size());
    assertThat(one.seen(committed)).isEqualTo(polled).doesNotHaveDuplicates();
    assertThat(other.seen(committed)).isEqualTo(polled);
    assertThat(polled).hasSameSizeAs(committed);
    assertThat(one.all())
        .extracting(LoggedEvent::aggregateId)
        .doesNotContainAnyElementsOf(rolledBack);
    one.close();
    other.close();
  }

  private static void write(Random random, int longest, Set<UUID> committed, Set<UUID> rolledBack) {
    for (var i = 0; i < 20; i++) {
      var id = Ids.next();
      var writer = LogWriter.begin();
      if (random.nextInt(4) == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(120)));
      }
      writer.append(id, 1);
      if (i == longest) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2_500));
      } else if (random.nextInt(8) == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));
      }
      if (random.nextInt(5) == 0) {
        rolledBack.add(id);
        writer.rollback();
      } else {
        committed.add(id);
        writer.commit();
      }
    }
  }

  private List<Position> poll(Position start, int atLeast) {
    var found = new ArrayList<LoggedEvent>();
    var from = start;
    while (true) {
      var slice = Objects.requireNonNull(log.after(from, 7).block());
      if (slice.events().isEmpty()) {
        break;
      }
      found.addAll(slice.events());
      from = slice.readUpTo();
    }
    assertThat(found).hasSizeGreaterThanOrEqualTo(atLeast);
    return found.stream().map(LoggedEvent::position).toList();
  }

  /** One node's feed and somebody who follows it. */
  private static final class Reader {
    private final LiveFeed feed =
        new LiveFeed(
            new PostgresEventLog(TestDatabase.database(), UNPOOLED, JsonMapper.builder().build()),
            LiveFeed.Settings.DEFAULT,
            List.of());
    private final List<LoggedEvent> events = new ArrayList<>();

    Reader(Position start) {
      feed.run().subscribe();
      feed.matching(_ -> true, start).subscribe(this::add);
    }

    private synchronized void add(LoggedEvent event) {
      events.add(event);
    }

    synchronized List<LoggedEvent> all() {
      return List.copyOf(events);
    }

    List<Position> seen(Set<UUID> committed) {
      return all().stream()
          .filter(event -> committed.contains(event.aggregateId()))
          .map(LoggedEvent::position)
          .toList();
    }

    void awaitAll(Set<UUID> committed) {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (seen(committed).size() < committed.size() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }

    void close() {
      feed.close();
    }
  }
}
