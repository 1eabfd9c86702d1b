package dev.holdfast.adapter.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.limit.InMemoryQuotas;
import dev.holdfast.shared.limit.LimitWatch;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.SharedQuotas;
import dev.holdfast.shared.limit.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class LeasedLimitsTest {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final RateLimit TEN = new RateLimit("ten", 10, WINDOW);
  private static final RateLimit THOUSAND = new RateLimit("thousand", 1_000, WINDOW);
  private static final String ADA = "ada";
  private static final int NODES = 4;

  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L); // a ticker may be anything
  private final InMemoryQuotas quotas =
      new InMemoryQuotas(() -> Instant.EPOCH.plusNanos(nanos.get()));
  private final Told told = new Told();
  private final LeasedLimits limits = node();

  private LeasedLimits node() {
    return node(quotas);
  }

  private LeasedLimits node(SharedQuotas of) {
    return new LeasedLimits(of, NODES, told, nanos::get);
  }

  /** What the limits have said. */
  private static final class Told implements LimitWatch {
    private final List<String> changes = new ArrayList<>();
    private long admitted;
    private long refused;

    @Override
    public void decided(Standing standing) {
      if (standing.isAdmitted()) {
        admitted++;
      } else {
        refused++;
      }
    }

    @Override
    public void isAlone(Throwable cause) {
      changes.add("alone");
    }

    @Override
    public void isTogether() {
      changes.add("together");
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Standing take(LeasedLimits of, RateLimit limit) {
    return Objects.requireNonNull(of.take(limit, ADA).block());
  }

  private static long admitted(LeasedLimits of, RateLimit limit, int asked) {
    var admitted = 0L;
    for (var n = 0; n < asked; n++) {
      admitted += take(of, limit).isAdmitted() ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void theQuotaIsAdmittedAndNoMoreUntilItsWindowEnds() {
    for (var n = 9; n >= 0; n--) {
      assertThat(take(limits, TEN)).isEqualTo(new Standing(TEN, true, n, WINDOW));
    }
    pass(Duration.ofSeconds(20));
    var refused = new Standing(TEN, false, 0, Duration.ofSeconds(40));
    assertThat(take(limits, TEN)).isEqualTo(refused);
    pass(Duration.ofSeconds(40).minusNanos(1));
    assertThat(take(limits, TEN).isAdmitted()).isFalse();
    pass(Duration.ofNanos(1));
    assertThat(admitted(limits, TEN, 20)).isEqualTo(10);
    assertThat(told.admitted).isEqualTo(20);
    assertThat(told.refused).isEqualTo(12);
  }

  @Test
  void callersAreCountedApart() {
    admitted(limits, TEN, 11);
    var other = Objects.requireNonNull(limits.take(TEN, "grace").block());
    assertThat(other.isAdmitted()).isTrue();
  }

  @Test
  void afterTheFirstRequestNobodyWaitsUntilTheQuotaIsUsedUp() {
    take(limits, THOUSAND);
    for (var n = 998; n >= 0; n--) {
      assertThat(limits.takeAtOnce(THOUSAND, ADA))
          .isEqualTo(new Standing(THOUSAND, true, n, WINDOW));
    }
    assertThat(limits.takeAtOnce(THOUSAND, ADA)).isNull();
    assertThat(quotas.questions()).isLessThan(210);
  }

  @Test
  void whatIsNotAtHandIsNeitherCountedNorAskedFor() {
    assertThat(limits.takeAtOnce(TEN, ADA)).isNull();
    assertThat(quotas.questions()).isZero();
    take(limits, TEN);
    assertThat(limits.takeAtOnce(TEN, ADA)).isNull(); // so small a quota is not leased ahead
    assertThat(told.admitted).isEqualTo(1);
  }

  @Test
  void aFloodAboveTheQuotaAsksNobody() {
    admitted(limits, TEN, 11);
    var before = quotas.questions();
    assertThat(admitted(limits, TEN, 1_000)).isZero();
    assertThat(quotas.questions()).isEqualTo(before);
  }

  @Test
  void threeNodesTogetherAdmitTheQuotaExactly() {
    var nodes = List.of(node(), node(), node());
    var admitted = 0L;
    for (var n = 0; n < 2_000; n++) {
      admitted += admitted(nodes.get(n % 3), THOUSAND, 1);
    }
    assertThat(admitted).isEqualTo(1_000);
  }

  @Test
  void whatTwoIdleNodesHoldIsLittle() {
    var admitted =
        admitted(node(), THOUSAND, 1)
            + admitted(node(), THOUSAND, 1)
            + admitted(limits, THOUSAND, 2_000);
    assertThat(admitted).isBetween(970L, 1_000L);
  }

  @Test
  void whatIsHeldIsVoidWhenItsWindowEnds() {
    var other = node();
    take(limits, THOUSAND);
    take(other, THOUSAND);
    pass(WINDOW);
    var admitted = 0L;
    for (var n = 0; n < 1_000; n++) {
      admitted += admitted(limits, THOUSAND, 1) + admitted(other, THOUSAND, 1);
    }
    assertThat(admitted).isEqualTo(1_000);
  }

  @Test
  void allWhoWaitDoSoForOneQuestionAndOneMore() {
    var answers = new ArrayList<Sinks.Empty<Void>>();
    var slow =
        node(
            (limit, key, atMost) -> {
              var answer = Sinks.<Void>empty();
              answers.add(answer);
              return answer.asMono().then(quotas.take(limit, key, atMost));
            });
    var decided = new ArrayList<Standing>();
    for (var n = 0; n < 30; n++) {
      var _ = slow.take(TEN, ADA).subscribe(decided::add);
    }
    assertThat(answers).hasSize(1);
    answers.getFirst().tryEmitEmpty();
    assertThat(decided).hasSize(1);
    assertThat(answers).hasSize(2);
    answers.getLast().tryEmitEmpty();
    assertThat(answers).hasSize(2);
    assertThat(decided).hasSize(30);
    assertThat(decided.stream().filter(Standing::isAdmitted)).hasSize(10);
  }

  @Test
  void whoHasGoneDoesNotKeepOthersFromTheirs() {
    var answer = Sinks.<Void>empty();
    var slow = node((limit, key, atMost) -> answer.asMono().then(quotas.take(limit, key, atMost)));
    slow.take(TEN, ADA).subscribe().dispose();
    var decided = new ArrayList<Standing>();
    var _ = slow.take(TEN, ADA).subscribe(decided::add);
    answer.tryEmitEmpty();
    assertThat(decided).singleElement().matches(Standing::isAdmitted);
    assertThat(admitted(slow, TEN, 20)).isEqualTo(9);
  }

  @Test
  void aloneANodeGivesOutItsShareAndAsksNowAndThen() {
    quotas.away(true);
    assertThat(take(limits, THOUSAND)).isEqualTo(new Standing(THOUSAND, true, 249, WINDOW));
    assertThat(limits.takeAtOnce(THOUSAND, ADA))
        .isEqualTo(new Standing(THOUSAND, true, 248, WINDOW));
    assertThat(admitted(limits, THOUSAND, 500)).isEqualTo(248);
    assertThat(quotas.questions()).isEqualTo(1);
    for (var n = 0; n < 10; n++) {
      pass(LeasedLimits.PAUSE);
      admitted(limits, THOUSAND, 10);
    }
    assertThat(quotas.questions()).isEqualTo(11);
    assertThat(told.changes).containsExactly("alone");
    pass(WINDOW);
    assertThat(admitted(limits, THOUSAND, 500)).isEqualTo(250);
  }

  @Test
  void asManyNodesAsThereMayBeStayBelowTheQuotaWhileEachIsAlone() {
    quotas.away(true);
    var admitted = 0L;
    for (var n = 0; n < NODES; n++) {
      admitted += admitted(node(), THOUSAND, 1_000);
    }
    assertThat(admitted).isEqualTo(1_000);
  }

  @Test
  void aMomentAloneRefusesNobodyOnAccountOfWhatWasBefore() {
    admitted(limits, THOUSAND, 600);
    quotas.away(true);
    var held = 15;
    assertThat(admitted(limits, THOUSAND, 500)).isBetween(250L, 250L + held);
    quotas.away(false);
    pass(LeasedLimits.PAUSE);
    admitted(limits, THOUSAND, 1_000);
    assertThat(told.admitted).isEqualTo(1_000);
  }

  @Test
  void aloneNoMoreIsGivenOutThanWasLeft() {
    admitted(node(), TEN, 8);
    take(limits, TEN);
    quotas.away(true);
    assertThat(admitted(limits, TEN, 10)).isEqualTo(1);
    quotas.away(false);
    pass(LeasedLimits.PAUSE);
    assertThat(admitted(limits, TEN, 10)).isZero();
  }

  @Test
  void whatIsUsedUpStaysSoWithoutTheSharedQuotas() {
    admitted(node(), TEN, 10);
    assertThat(take(limits, TEN).isAdmitted()).isFalse();
    quotas.away(true);
    limits.take(TEN, "grace").block(); // and now it is known
    assertThat(told.changes).containsExactly("alone");
    assertThat(admitted(limits, TEN, 10)).isZero();
  }

  @Test
  void backTogetherWhatWasGivenOutAloneIsCounted() {
    quotas.away(true);
    assertThat(admitted(limits, THOUSAND, 200)).isEqualTo(200);
    quotas.away(false);
    pass(LeasedLimits.PAUSE);
    take(limits, THOUSAND); // asks on the side
    assertThat(told.changes).containsExactly("alone", "together");
    assertThat(201 + admitted(limits, THOUSAND, 2_000)).isEqualTo(1_000);
  }

  @Test
  void whenTooManyQuestionsAreUnderWayNobodyWaitsForOneMore() {
    var never = node((_, _, _) -> Mono.never());
    for (var n = 0; n < 300; n++) {
      var _ = never.take(TEN, "flood " + n).subscribe();
    }
    var standing = never.take(TEN, ADA).block(Duration.ofSeconds(1));
    assertThat(standing).isEqualTo(new Standing(TEN, true, 1, WINDOW));
    assertThat(told.changes).isEmpty();
  }

  @Test
  void whoeverHasWaitedLongEnoughIsDecidedHereAndCountedWhenTheAnswerComes() {
    var answer = Sinks.<Void>empty();
    var slow = node((limit, key, atMost) -> answer.asMono().then(quotas.take(limit, key, atMost)));
    StepVerifier.withVirtualTime(() -> slow.take(TEN, ADA))
        .expectSubscription()
        .expectNoEvent(LeasedLimits.PATIENCE.minusMillis(1))
        .thenAwait(Duration.ofMillis(1))
        .expectNext(new Standing(TEN, true, 1, WINDOW))
        .verifyComplete();
    assertThat(told.changes).isEmpty();
    answer.tryEmitEmpty();
    assertThat(admitted(slow, TEN, 20)).isEqualTo(9);
  }

  @Test
  void theResetIsSaidInWholeSecondsThatAreEnough() {
    assertThat(new Standing(TEN, true, 1, Duration.ofMillis(1)).resetSeconds()).isEqualTo(1);
    assertThat(new Standing(TEN, true, 1, Duration.ofSeconds(7)).resetSeconds()).isEqualTo(7);
    assertThat(new Standing(TEN, true, 1, Duration.ofMillis(7_001)).resetSeconds()).isEqualTo(8);
  }
}
