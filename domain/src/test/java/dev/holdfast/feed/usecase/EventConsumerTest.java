package dev.holdfast.feed.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.ConsumerWatch;
import dev.holdfast.feed.port.InMemoryCheckpoints;
import dev.holdfast.feed.port.InMemoryCheckpoints.Parked;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class EventConsumerTest {
  private static final String NAME = "audit";
  private static final EventConsumer.Settings SETTINGS = EventConsumer.Settings.DEFAULT;

  private final InMemoryEventLog log = new InMemoryEventLog();
  private VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private Duration paused = Duration.ZERO;
  private final InstantSource clock =
      () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS)).plus(paused);
  private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints(clock);
  private final List<LoggedEvent> handled = new CopyOnWriteArrayList<>();
  private final List<LoggedEvent> tried = new CopyOnWriteArrayList<>();
  private final UUID court = Ids.next();

  @BeforeEach
  void stopTheClock() {
    time = VirtualTimeScheduler.getOrSet();
  }

  @AfterEach
  void letTheClockGo() {
    VirtualTimeScheduler.reset();
  }

  private void pass(Duration duration) {
    time.advanceTimeBy(duration);
  }

  private EventConsumer consumer(UUID runner, EventHandler handler) {
    return new EventConsumer(
        NAME, runner, log::after, checkpoints, handler, SETTINGS, ConsumerWatch.NOBODY, clock);
  }

  private Disposable run(UUID runner, EventHandler handler) {
    var running = consumer(runner, handler).run().subscribe();
    pass(Duration.ofMillis(1));
    return running;
  }

  private Disposable run(EventHandler handler) {
    return run(Ids.next(), handler);
  }

  private Mono<Void> take(List<LoggedEvent> events) {
    return Mono.fromRunnable(() -> handled.addAll(events));
  }

  private EventHandler failingOn(UUID aggregate, Function<LoggedEvent, Throwable> failure) {
    return events -> {
      for (var event : events) {
        if (event.aggregateId().equals(aggregate)) {
          tried.add(event);
          return Mono.error(failure.apply(event));
        }
      }
      return take(events);
    };
  }

  @Test
  void everyEventIsHandledInOrderAndTheCheckpointFollows() {
    var first = log.happens(court);
    run(this::take);
    var second = log.happens(court);
    pass(SETTINGS.poll());
    assertThat(handled).containsExactly(first, second);
    assertThat(checkpoints.position(NAME)).isEqualTo(second.position());
  }

  @Test
  void aPoisonousEventIsParkedAfterItsAttemptsAndOthersFlowOn() {
    var poison = log.happens(court);
    var other = log.happens(Ids.next());
    run(failingOn(court, _ -> new IllegalArgumentException("cannot")));
    assertThat(handled).isEmpty();
    pass(Duration.ofSeconds(2)); // 100 + 200 + 400 + 800 ms between five attempts
    assertThat(handled).containsExactly(other);
    assertThat(tried).hasSize(SETTINGS.attemptsMax() + 1); // once within its batch
    assertThat(checkpoints.parked())
        .containsExactly(new Parked(NAME, poison, SETTINGS.attemptsMax()));
    assertThat(checkpoints.position(NAME)).isEqualTo(other.position());
  }

  @Test
  void whatFollowsAParkedEventOnItsAggregateIsParkedUntriedAlsoByTheNextRunner() {
    var poison = log.happens(court);
    var running = run(failingOn(court, _ -> new IllegalArgumentException("cannot")));
    pass(Duration.ofSeconds(2));
    var following = log.happens(court);
    pass(SETTINGS.poll());
    running.dispose();
    run(failingOn(court, _ -> new IllegalArgumentException("still cannot")));
    var last = log.happens(court);
    var other = log.happens(Ids.next());
    pass(SETTINGS.poll());
    assertThat(checkpoints.parked())
        .extracting(Parked::event)
        .containsExactly(poison, following, last);
    assertThat(handled).containsExactly(other);
    assertThat(tried).containsOnly(poison);
  }

  @Test
  void whatIsParkedIsTakenUpInOrderByARunnerThatCanHandleIt() {
    var poison = log.happens(court);
    var running = run(failingOn(court, _ -> new IllegalArgumentException("cannot")));
    pass(Duration.ofSeconds(2));
    var following = log.happens(court);
    pass(SETTINGS.poll());
    running.dispose();
    run(this::take);
    assertThat(handled).containsExactly(poison, following);
    assertThat(checkpoints.parked()).isEmpty();
    assertThat(checkpoints.position(NAME)).isEqualTo(following.position());
    var next = log.happens(court);
    pass(SETTINGS.poll());
    assertThat(handled).endsWith(next);
  }

  @Test
  void theRunnerCanBeToldToTryOnceMoreWhatIsParked() {
    var poison = log.happens(court);
    var mended = new boolean[1];
    var failing = failingOn(court, _ -> new IllegalArgumentException("cannot"));
    EventHandler handler = events -> mended[0] ? take(events) : failing.handle(events);
    run(handler);
    pass(Duration.ofSeconds(2));
    mended[0] = true;
    pass(SETTINGS.lease());
    assertThat(handled).isEmpty();
    consumer(Ids.next(), handler).retryParked().subscribe();
    pass(SETTINGS.lease());
    assertThat(handled).containsExactly(poison);
  }

  @Test
  void aRebuildForgetsAndBeginsAtTheFirstEvent() {
    var first = log.happens(court);
    var second = log.happens(court);
    var forgettable =
        new EventHandler() {
          @Override
          public Mono<Void> handle(List<LoggedEvent> events) {
            return take(events);
          }

          @Override
          public Mono<Void> forget() {
            return Mono.fromRunnable(handled::clear);
          }
        };
    run(forgettable);
    assertThat(handled).containsExactly(first, second);
    consumer(Ids.next(), forgettable).rebuild().subscribe();
    pass(SETTINGS.lease().minusSeconds(1));
    var meanwhile = log.happens(court);
    pass(SETTINGS.poll());
    assertThat(handled).containsExactly(first, second); // nobody runs
    pass(SETTINGS.lease());
    assertThat(handled).containsExactly(first, second, meanwhile);
    assertThat(checkpoints.position(NAME)).isEqualTo(meanwhile.position());
  }

  @Test
  void whatCannotBeForgottenIsNotRebuilt() {
    var first = log.happens(court);
    run(this::take);
    var refused = new CopyOnWriteArrayList<Throwable>();
    consumer(Ids.next(), this::take).rebuild().subscribe(_ -> {}, refused::add);
    pass(SETTINGS.lease().multipliedBy(2));
    assertThat(refused).hasOnlyElementsOfType(UnsupportedOperationException.class).hasSize(1);
    var second = log.happens(court);
    pass(SETTINGS.lease());
    assertThat(handled).containsExactly(first, second);
  }

  @Test
  void anOutageIsWaitedOutHoweverLongAndParksNothing() {
    var event = log.happens(court);
    var up = new boolean[1];
    run(
        events ->
            up[0]
                ? take(events)
                : Mono.error(new OutageException("mongodb", new IllegalStateException())));
    pass(Duration.ofMinutes(10));
    up[0] = true;
    pass(SETTINGS.retryMax().multipliedBy(2));
    assertThat(handled).containsExactly(event);
    assertThat(checkpoints.parked()).isEmpty();
  }

  @Test
  void ofTwoRunnersOneWorksAndTheOtherTakesOverWhenItStops() {
    var first = run(this::take);
    var second = new CopyOnWriteArrayList<LoggedEvent>();
    run(events -> Mono.fromRunnable(() -> second.addAll(events)));
    log.happens(court);
    pass(Duration.ofMinutes(2)); // the lease is renewed all the while
    assertThat(handled).hasSize(1);
    assertThat(second).isEmpty();
    first.dispose();
    var event = log.happens(court);
    pass(SETTINGS.lease());
    assertThat(handled).hasSize(1);
    assertThat(second).containsExactly(event);
  }

  @Test
  void whoHasLostTheLeaseMovesNoCheckpointAndStopsWorking() {
    log.happens(court);
    var successor = Ids.next();
    run(
        events -> {
          paused = paused.plus(SETTINGS.lease()); // the whole process stood still
          return take(events)
              .then(checkpoints.acquire(NAME, successor, Duration.ofHours(1)))
              .then();
        });
    log.happens(court);
    pass(SETTINGS.poll());
    pass(SETTINGS.lease());
    assertThat(handled).hasSize(1);
    assertThat(checkpoints.position(NAME)).isEqualTo(Position.START);
  }

  @Test
  void whatWasLostOfTheEffectsIsMadeAgain() {
    var first = log.happens(court);
    var second = log.happens(court);
    run(this::take).dispose();
    assertThat(checkpoints.position(NAME)).isEqualTo(second.position());
    handled.clear();
    run(
        new EventHandler() {
          @Override
          public Mono<Void> handle(List<LoggedEvent> events) {
            return take(events);
          }

          @Override
          public Mono<Position> resumeFrom(Position checkpoint) {
            return Mono.just(Position.START);
          }
        });
    assertThat(handled).containsExactly(first, second);
  }
}
