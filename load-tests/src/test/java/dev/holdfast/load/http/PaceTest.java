package dev.holdfast.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(1_000, 4);

  @Test
  void theFirstIsDueAtOnce() {
    assertThat(pace.dueBy(999)).isZero();
    assertThat(pace.dueBy(1_000)).isEqualTo(1);
    assertThat(pace.due(0)).isEqualTo(1_000);
  }

  @Test
  void eachIsDueAtItsOwnInstant() {
    assertThat(pace.due(3)).isEqualTo(750_001_000);
    assertThat(pace.dueBy(750_000_999)).isEqualTo(3);
    assertThat(pace.dueBy(750_001_000)).isEqualTo(4);
  }

  @Test
  void aRateThatDividesNothingDoesNotDrift() {
    assertThat(new Pace(0, 3_000).due(3_000_000)).isEqualTo(1_000_000_000_000L);
  }
}
