package dev.holdfast.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CutsTest {
  @Test
  void anEarlyCutIsMadeAtItsByteHoweverTheyCome() {
    var cut = new Cuts.Cut(new Random(1), 10, Long.MAX_VALUE);
    assertThat(cut.before(7, 0)).isEqualTo(7);
    assertThat(cut.isDue()).isFalse();
    assertThat(cut.before(7, 1)).isEqualTo(3);
    assertThat(cut.isDue()).isTrue();
  }

  @Test
  void aLateCutIsMadeSomewhereInWhatComesAfterItsTime() {
    var cut = new Cuts.Cut(new Random(1), Long.MAX_VALUE, 100);
    assertThat(cut.before(1_000, 99)).isEqualTo(1_000);
    assertThat(cut.isDue()).isFalse();
    assertThat(cut.before(1_000, 100)).isBetween(1, 999);
    assertThat(cut.isDue()).isTrue();
  }

  @Test
  void whoeverNeverHangsUpReadsEverything() {
    var cut = Cuts.never().next(0);
    assertThat(cut.before(1_000, Long.MAX_VALUE - 1)).isEqualTo(1_000);
    assertThat(cut.isDue()).isFalse();
  }
}
