package dev.holdfast.adapter.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.limit.SettableLimit;
import dev.holdfast.shared.AccessRejection.Overloaded;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.shared.bus.Message;
import dev.holdfast.shared.bus.Query;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class AdmissionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final int IN_LINE_MAX = 4;

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final SettableLimit limit = SettableLimit.startingAt(2);
  private final Admission admission =
      new Admission(new Admission.Settings(1, 100, IN_LINE_MAX, DEADLINE), limit, time);

  private record Change(Actor actor) implements Command<String> {
    @Override
    public Permission permission() {
      return Permission.BOOKING_CREATE;
    }
  }

  private record Other(Actor actor) implements Command<String> {
    @Override
    public Permission permission() {
      return Permission.SESSION_OPEN;
    }
  }

  private record Read(Actor actor) implements Query<String> {
    @Override
    public Permission permission() {
      return Permission.BOOKING_READ;
    }
  }

  private static final Actor ACTOR = Actor.system("test");

  /** Some work that begins when it is let in and ends when it is told to. */
  private final class Work {
    private final Sinks.One<String> end = Sinks.one();
    private final AtomicInteger begun = new AtomicInteger();
    private final Mono<String> answer;

    Work(Message message) {
      answer =
          admission.one(message, end.asMono().doOnSubscribe(_ -> begun.incrementAndGet())).cache();
    }

    Disposable begin() {
      return answer.subscribe(_ -> {}, _ -> {});
    }

    void end() {
      end.tryEmitValue("done").orThrow();
    }

    boolean hasBegun() {
      return begun.get() == 1;
    }
  }

  private Work change() {
    var work = new Work(new Change(ACTOR));
    work.begin();
    return work;
  }

  private void fillTheLine() {
    for (var n = 0; n < limit.getLimit() + IN_LINE_MAX; n++) {
      change();
    }
  }

  @Test
  void asManyChangesAsTheLimitAllowsBeginAtOnceAndTheNextWaits() {
    var first = change();
    var second = change();
    var third = change();
    assertThat(first.hasBegun()).isTrue();
    assertThat(second.hasBegun()).isTrue();
    assertThat(third.hasBegun()).isFalse();
    first.end();
    assertThat(third.hasBegun()).isTrue();
    assertThat(admission.underWay()).isEqualTo(2);
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void whoCameFirstIsLetInFirstEvenWhenAPlaceIsFreeForANewcomer() {
    change();
    change();
    var third = change();
    var fourth = change();
    limit.setLimit(3);
    var fifth = change();
    assertThat(third.hasBegun()).isTrue();
    assertThat(fourth.hasBegun()).isFalse();
    assertThat(fifth.hasBegun()).isFalse();
  }

  @Test
  void whenTheLineIsFullTheNextIsRefusedBeforeAnyWork() {
    fillTheLine();
    var late = change();
    StepVerifier.create(late.answer).verifyErrorSatisfies(AdmissionTest::isOverloaded);
    assertThat(late.hasBegun()).isFalse();
    assertThat(admission.waiting()).isEqualTo(IN_LINE_MAX);
  }

  @Test
  void whoHasWaitedPastTheDeadlineIsRefusedAndWhoHasNotWaitsOn() {
    change();
    change();
    var early = change();
    time.advanceTimeBy(DEADLINE.dividedBy(2));
    var late = change();
    time.advanceTimeBy(DEADLINE.dividedBy(2).plusMillis(100));
    StepVerifier.create(early.answer).verifyErrorSatisfies(AdmissionTest::isOverloaded);
    assertThat(early.hasBegun()).isFalse();
    assertThat(admission.waiting()).isEqualTo(1);
    limit.setLimit(3);
    change();
    assertThat(late.hasBegun()).isTrue();
  }

  @Test
  void whoLeavesTheLineTakesNoPlace() {
    var first = change();
    change();
    var gone = admission.one(new Change(ACTOR), Mono.never()).subscribe(_ -> {}, _ -> {});
    var next = change();
    gone.dispose();
    assertThat(admission.waiting()).isEqualTo(1);
    first.end();
    assertThat(next.hasBegun()).isTrue();
  }

  @Test
  void readsAreRefusedWhereChangesStillWait() {
    fillTheLine();
    var read = new Work(new Read(ACTOR));
    StepVerifier.create(read.answer).verifyErrorSatisfies(AdmissionTest::isOverloaded);
    assertThat(read.hasBegun()).isFalse();
  }

  @Test
  void readsBeyondTheLimitAreRefusedAndLeaveTheirPlaceWhenTheyEnd() {
    var first = new Work(new Read(ACTOR));
    first.begin();
    new Work(new Read(ACTOR)).begin();
    StepVerifier.create(new Work(new Read(ACTOR)).answer)
        .verifyErrorSatisfies(AdmissionTest::isOverloaded);
    first.end();
    var next = new Work(new Read(ACTOR));
    next.begin();
    assertThat(next.hasBegun()).isTrue();
    assertThat(change().hasBegun()).isTrue();
  }

  @Test
  void whatIsNoChangeOfABookingPasses() {
    fillTheLine();
    var other = new Work(new Other(ACTOR));
    other.begin();
    assertThat(other.hasBegun()).isTrue();
  }

  @Test
  void howeverWorkEndsAndWheneverClientsLeaveEveryPlaceComesBack() {
    var real =
        new Admission(
            new Admission.Settings(1, 100, 1_000, DEADLINE), limit, Schedulers.parallel());
    Flux.range(0, 20_000).flatMap(n -> one(real, n), 64).blockLast(Duration.ofSeconds(60));
    // A place is given back just after the answer, so the last ones may still be on their way.
    var isEmpty =
        Flux.interval(Duration.ofMillis(1))
            .filter(_ -> real.underWay() == 0 && real.waiting() == 0)
            .next();
    StepVerifier.create(isEmpty).expectNextCount(1).expectComplete().verify(Duration.ofSeconds(5));
  }

  private static Mono<String> one(Admission admission, int n) {
    Mono<String> work =
        n % 3 == 0
            ? Mono.error(() -> new IllegalStateException("as arranged"))
            : Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextInt(200_000)))
                .thenReturn("done");
    return admission
        .one(new Change(ACTOR), work)
        .timeout(Duration.ofNanos(1 + ThreadLocalRandom.current().nextInt(3_000_000)))
        .onErrorResume(_ -> Mono.just("left"));
  }

  private static void isOverloaded(Throwable failure) {
    assertThat(((RejectedException) failure).rejection()).isInstanceOf(Overloaded.class);
  }
}
