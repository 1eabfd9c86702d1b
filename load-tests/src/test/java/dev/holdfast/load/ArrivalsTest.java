package dev.holdfast.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private final Arrivals arrivals = new Arrivals(2);

  @Test
  void newsThatOneSubscriberDidNotGetAreMissing() {
    arrivals.answered("a", 0);
    arrivals.arrived("a", 1, 1);
    assertThat(arrivals.isComplete()).isFalse();
    assertThat(arrivals.missing()).isOne();
    arrivals.arrived("a", 2, 2);
    assertThat(arrivals.isComplete()).isTrue();
  }

  @Test
  void theTimeCountsFromTheEventAndFromTheAnswer() {
    arrivals.answered("a", 5_000_000);
    arrivals.arrived("a", 7_000_000, 9_000);
    arrivals.arrived("a", 4_000_000, 6_000);
    var delays = arrivals.delays();
    assertThat(delays.sinceEvent().getMinValue()).isBetween(6_000L, 6_003L);
    assertThat(delays.sinceEvent().getMaxValue()).isBetween(9_000L, 9_007L);
    assertThat(delays.sinceAnswer().getMaxValue()).isBetween(2_000L, 2_001L);
    assertThat(delays.sinceAnswer().getValueAtPercentile(50)).isZero();
    assertThat(delays.faster()).isOne();
  }

  @Test
  void newsOfOtherBookingsDoNotCount() {
    arrivals.answered("a", 0);
    arrivals.arrived("b", 1, 1);
    assertThat(arrivals.delays().sinceEvent().getTotalCount()).isZero();
  }
}
