package dev.holdfast.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

  @Test
  void aRangeOfNoLengthIsRefused() {
    assertThatThrownBy(() -> new TimeRange(NOON, NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neighboursDoNotOverlap() {
    var first = new TimeRange(NOON, NOON.plusSeconds(60));
    var second = new TimeRange(NOON.plusSeconds(60), NOON.plusSeconds(120));
    assertThat(first.overlaps(second)).isFalse();
    assertThat(second.overlaps(first)).isFalse();
  }

  @Property
  boolean overlapIsMutual(
      @ForAll @LongRange(min = 0, max = 50) long a,
      @ForAll @LongRange(min = 1, max = 20) long aLength,
      @ForAll @LongRange(min = 0, max = 50) long b,
      @ForAll @LongRange(min = 1, max = 20) long bLength) {
    var one = new TimeRange(NOON.plusSeconds(a), NOON.plusSeconds(a + aLength));
    var two = new TimeRange(NOON.plusSeconds(b), NOON.plusSeconds(b + bLength));
    var shared = Math.max(a, b) < Math.min(a + aLength, b + bLength);
    return one.overlaps(two) == shared && two.overlaps(one) == shared;
  }
}
