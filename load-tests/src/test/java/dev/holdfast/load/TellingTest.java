package dev.holdfast.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final Telling LOG = new Telling(List.of("a", "b", "c", "d"));

  private static Telling.Verdict judge(String... told) {
    return LOG.judge(List.of(told));
  }

  @Test
  void whoeverWasToldEverythingOnceInOrderHasNothingToComplainOf() {
    assertThat(judge("a", "b", "c", "d").isFlawless()).isTrue();
    assertThat(judge("a", "b", "c", "d").first()).isNull();
  }

  @Test
  void aGapIsSeen() {
    var verdict = judge("a", "b", "d");
    assertThat(verdict).isEqualTo(new Telling.Verdict(1, 0, 0, 0, "c did not come"));
    assertThat(verdict.isFlawless()).isFalse();
  }

  @Test
  void anEndThatIsMissingIsAGap() {
    assertThat(judge("a", "b").missing()).isEqualTo(2);
    assertThat(judge().missing()).isEqualTo(4);
  }

  @Test
  void whatComesTwiceIsSeen() {
    var verdict = judge("a", "b", "b", "c", "d");
    assertThat(verdict).isEqualTo(new Telling.Verdict(0, 1, 0, 0, "b came again as number 2"));
    assertThat(verdict.isFlawless()).isFalse();
  }

  @Test
  void whatComesAgainLaterIsTwiceAndNotOutOfOrder() {
    var verdict = judge("a", "b", "c", "a", "d");
    assertThat(verdict.twice()).isOne();
    assertThat(verdict.swapped()).isZero();
  }

  @Test
  void aSwapIsSeen() {
    var verdict = judge("a", "c", "b", "d");
    assertThat(verdict).isEqualTo(new Telling.Verdict(0, 0, 1, 0, "b came after c"));
    assertThat(verdict.isFlawless()).isFalse();
  }

  @Test
  void whatIsNotInTheLogIsSeen() {
    var verdict = judge("a", "b", "x", "c", "d");
    assertThat(verdict).isEqualTo(new Telling.Verdict(0, 0, 0, 1, "x is not in the log"));
    assertThat(verdict.isFlawless()).isFalse();
  }

  @Test
  void verdictsAddUpAndRememberTheFirstFault() {
    var both = judge("a", "b", "d").and(judge("a", "b", "b", "c", "d"));
    assertThat(both).isEqualTo(new Telling.Verdict(1, 1, 0, 0, "c did not come"));
  }

  @Test
  void aLogThatSaysSomethingTwiceIsNone() {
    assertThatIllegalStateException().isThrownBy(() -> new Telling(List.of("a", "a")));
  }
}
