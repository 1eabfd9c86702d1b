package dev.holdfast.feed.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.SlowSubscriber;
import dev.holdfast.feed.port.EventLog.Slice;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LiveFeedTest {
  private static final LiveFeed.Settings SETTINGS =
      new LiveFeed.Settings(Duration.ofMillis(250), Duration.ofMillis(20), 5, 10, 6);

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final List<LoggedEvent> heard = new CopyOnWriteArrayList<>();
  private final LiveFeed feed = new LiveFeed(log, SETTINGS, List.of(heard::add));
  private final UUID court = Ids.next();
  private VirtualTimeScheduler time = VirtualTimeScheduler.create();

  @BeforeEach
  void stopTheClock() {
    time = VirtualTimeScheduler.getOrSet();
  }

  @AfterEach
  void letTheClockGo() {
    feed.close();
    VirtualTimeScheduler.reset();
  }

  private void run() {
    feed.run().subscribe();
    pass(Duration.ofMillis(1));
  }

  private void pass(Duration duration) {
    time.advanceTimeBy(duration);
  }

  private List<LoggedEvent> happen(int events) {
    return IntStream.range(0, events).mapToObj(_ -> log.happens(court)).toList();
  }

  private static List<LoggedEvent> collect(Flux<LoggedEvent> flux) {
    var got = new CopyOnWriteArrayList<LoggedEvent>();
    flux.subscribe(got::add);
    return got;
  }

  @Test
  void whatHappensComesWithoutWaitingForThePoll() {
    run();
    var got = collect(feed.matching(_ -> true, Position.START));
    var event = log.happens(court);
    pass(Duration.ofMillis(1));
    assertThat(got).containsExactly(event);
  }

  @Test
  void aLostWakeUpIsMadeUpForByThePoll() {
    run();
    var got = collect(feed.matching(_ -> true, Position.START));
    var transaction = log.begin();
    var event = log.append(transaction, court);
    log.commitUnheard(transaction);
    pass(Duration.ofMillis(100));
    assertThat(got).isEmpty();
    pass(SETTINGS.poll());
    assertThat(got).containsExactly(event);
  }

  @Test
  void whatIsHeldBackComesSoonAfterTheOpenTransactionEnds() {
    run();
    var got = collect(feed.matching(_ -> true, Position.START));
    var slow = log.begin();
    var early = log.append(slow, court);
    var late = log.happens(Ids.next());
    pass(Duration.ofMillis(200));
    assertThat(got).isEmpty();
    log.commitUnheard(slow);
    pass(SETTINGS.heldBackPoll());
    assertThat(got).containsExactly(early, late);
  }

  @Test
  void theWayFromTheTableOverTheRingToLiveHasNoGapAndNoRepetition() {
    var past = happen(33); // more than the ring holds, in several slices
    run();
    var recent = happen(17);
    pass(Duration.ofMillis(1));
    var got = collect(feed.matching(_ -> true, Position.START));
    pass(Duration.ofMillis(1));
    var live = new ArrayList<LoggedEvent>();
    for (var i = 0; i < 20; i++) {
      live.add(log.happens(court));
      pass(Duration.ofMillis(1));
    }
    assertThat(got)
        .containsExactlyElementsOf(Stream.of(past, recent, live).flatMap(List::stream).toList());
  }

  @Test
  void whatTheTableShowedBeforeTheTailHadItIsNotToldAgain() {
    log.happens(court);
    run();
    happen(20); // the ring does not reach back to the start
    pass(Duration.ofMillis(1));
    var other = Ids.next();
    var transaction = log.begin();
    var ahead = log.append(transaction, other);
    log.commitUnheard(transaction);
    var got = collect(feed.ofAggregate(other, Position.START));
    pass(Duration.ofMillis(1));
    assertThat(got).containsExactly(ahead);
    pass(SETTINGS.poll());
    var next = log.happens(other);
    pass(Duration.ofMillis(1));
    assertThat(got).containsExactly(ahead, next);
  }

  @Test
  void whoResumesGetsExactlyWhatFollows() {
    run();
    var events = happen(8);
    pass(Duration.ofMillis(1));
    var got = collect(feed.matching(_ -> true, events.get(4).position()));
    pass(Duration.ofMillis(1));
    assertThat(got).containsExactlyElementsOf(events.subList(5, 8));
  }

  @Test
  void whoFollowsOneAggregateHearsOfNoOther() {
    log.happens(court);
    run();
    happen(20);
    pass(Duration.ofMillis(1));
    var other = Ids.next();
    var got = collect(feed.ofAggregate(other, Position.START));
    pass(Duration.ofMillis(1));
    log.happens(court);
    var event = log.happens(other);
    pass(Duration.ofMillis(1));
    assertThat(got).containsExactly(event);
  }

  @Test
  void whoWantsSomeOfItHearsOfNoOtherFromTheTableTheRingOrLive() {
    var other = Ids.next();
    var past = log.happens(other);
    run();
    happen(20); // the ring does not reach back to the start
    var recent = log.happens(other);
    happen(2);
    pass(Duration.ofMillis(1));
    var got = collect(feed.matching(event -> event.aggregateId().equals(other), Position.START));
    pass(Duration.ofMillis(1));
    happen(1);
    var live = log.happens(other);
    pass(Duration.ofMillis(1));
    assertThat(got).containsExactly(past, recent, live);
  }

  @Test
  void followingNeedsNoReadingWhereTheRingReaches() {
    run();
    happen(3);
    pass(Duration.ofMillis(1));
    var reads = log.reads();
    collect(feed.matching(_ -> true, Position.START));
    assertThat(log.reads()).isEqualTo(reads);
  }

  @Test
  void aConsumerIsServedFromTheRingWhereItReaches() {
    run();
    var events = happen(3);
    pass(Duration.ofMillis(1));
    var reads = log.reads();
    var first = feed.slice(Position.START, 2).block();
    assertThat(first).isEqualTo(new Slice(events.subList(0, 2), events.get(1).position(), false));
    var rest = feed.slice(events.get(1).position(), 2).block();
    assertThat(rest).isEqualTo(new Slice(events.subList(2, 3), events.get(2).position(), false));
    var end = events.get(2).position();
    assertThat(feed.slice(end, 2).block()).isEqualTo(new Slice(List.of(), end, false));
    assertThat(log.reads()).isEqualTo(reads);
  }

  @Test
  void aConsumerIsServedFromTheLogBeforeTheRingBegins() {
    var past = happen(2);
    assertThat(events(feed.slice(Position.START, 5))).isEqualTo(past);
    run();
    happen(20);
    pass(Duration.ofMillis(1));
    assertThat(events(feed.slice(Position.START, 2))).isEqualTo(past);
  }

  @Test
  void aConsumerIsServedFromTheLogOnceTheTailHasEnded() {
    run();
    var last = log.happens(court);
    pass(Duration.ofMillis(1));
    feed.close();
    var later = log.happens(court);
    assertThat(events(feed.slice(last.position(), 5))).containsExactly(later);
  }

  private static List<LoggedEvent> events(Mono<Slice> slice) {
    return Objects.requireNonNull(slice.block()).events();
  }

  @Test
  void whoReadsIsNotLetGoWhenMuchComesAtOnce() {
    run();
    var got = collect(feed.matching(_ -> true, Position.START));
    var transaction = log.begin();
    var events =
        IntStream.range(0, SETTINGS.slice()).mapToObj(_ -> log.append(transaction, court)).toList();
    log.commitUnheard(transaction);
    pass(SETTINGS.poll());
    assertThat(got).containsExactlyElementsOf(events);
    assertThat(feed.followers()).isEqualTo(1);
  }

  @Test
  void aBufferThatCannotTakeWhatIsReadAtOnceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LiveFeed.Settings(SETTINGS.poll(), SETTINGS.poll(), 5, 10, 4));
  }

  @Test
  void aSlowReaderIsLetGoAndNobodyElseNoticesIt() {
    run();
    var fast = collect(feed.matching(_ -> true, Position.START));
    var slow = StepVerifier.create(feed.matching(_ -> true, Position.START), 1);
    var verifying =
        slow.expectNextCount(1)
            .then(
                () -> {
                  happen(8);
                  pass(Duration.ofMillis(1));
                })
            .expectError(SlowSubscriber.class);
    log.happens(court);
    pass(Duration.ofMillis(1));
    verifying.verify(Duration.ofSeconds(5));
    assertThat(fast).hasSize(9);
    assertThat(feed.followers()).isEqualTo(1);
  }

  @Test
  void aReaderWhoLeavesIsForgotten() {
    run();
    var reading = feed.ofAggregate(court, Position.START).subscribe();
    assertThat(feed.followers()).isEqualTo(1);
    reading.dispose();
    assertThat(feed.followers()).isZero();
  }

  @Test
  void anOutageIsSatOutAndNothingIsMissed() {
    run();
    var got = collect(feed.matching(_ -> true, Position.START));
    log.away(true);
    var transaction = log.begin();
    var event = log.append(transaction, court);
    log.commit(transaction);
    pass(Duration.ofMinutes(10));
    log.away(false);
    pass(Duration.ofSeconds(10));
    assertThat(got).containsExactly(event);
  }

  @Test
  void listenersHearOfEveryEventOnceAndBeforeFollowersDo() {
    run();
    var heardBefore = new ArrayList<Integer>();
    feed.matching(_ -> true, Position.START).subscribe(_ -> heardBefore.add(heard.size()));
    happen(3);
    pass(Duration.ofMillis(1));
    assertThat(heard).hasSize(3).doesNotHaveDuplicates();
    assertThat(heardBefore).hasSize(3).allSatisfy(count -> assertThat(count).isPositive());
  }

  @Test
  void closingEndsAllWhoFollowAndWhoComeLater() {
    run();
    StepVerifier.create(feed.matching(_ -> true, Position.START))
        .then(feed::close)
        .expectComplete()
        .verify(Duration.ofSeconds(5));
    StepVerifier.create(feed.ofAggregate(court, Position.START))
        .expectComplete()
        .verify(Duration.ofSeconds(5));
  }
}
