package dev.holdfast.resource;

import dev.holdfast.shared.Money;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What cancelling gives back. Frozen on a booking when it is made.
 *
 * @param tiers the longest {@code until} first; none means that nothing is ever refunded
 * @param noShowFee kept or charged when nobody comes
 */
public record CancellationPolicy(List<Tier> tiers, @Nullable Money noShowFee) {
  /** Everything back, up to the start. */
  public static final CancellationPolicy DEFAULT =
      new CancellationPolicy(List.of(new Tier(Duration.ZERO, 100)), null);

  public CancellationPolicy {
    tiers = tiers.stream().sorted(Comparator.comparing(Tier::until).reversed()).toList();
  }

  /**
   * @param until applies while at least this much time is left to the first start
   * @param refundPercent 0..100
   */
  public record Tier(Duration until, int refundPercent) {
    public Tier {
      if (until.isNegative() || refundPercent < 0 || refundPercent > 100) {
        throw new IllegalArgumentException(until + " " + refundPercent);
      }
    }
  }

  /** The tier that applies with this much time left; empty when nothing is refunded any more. */
  public Optional<Tier> tier(Duration left) {
    return tiers.stream().filter(tier -> tier.until().compareTo(left) <= 0).findFirst();
  }
}
