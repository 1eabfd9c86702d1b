package dev.holdfast.resource;

import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a resource costs.
 *
 * @param amount in the venue's currency, not negative
 */
public record Price(Money amount, Per per) {
  /** What the amount is for. */
  public enum Per {
    /** One unit for one hour, shares of an hour in proportion, half-up to the currency's digits. */
    HOUR,
    /** One unit for the whole stretch. */
    UNIT,
    /** One requested item, however many units it takes. */
    BOOKING
  }

  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  public Price {
    if (amount.minorUnits() < 0) {
      throw new IllegalArgumentException("a price is not negative: " + amount);
    }
  }

  /**
   * The price of one unit of a requested item.
   *
   * @param first whether it is the first unit of that item, which alone carries a price per booking
   */
  public Money ofUnit(TimeRange range, boolean first) {
    return switch (per) {
      case HOUR ->
          Money.of(
              amount
                  .amount()
                  .multiply(BigDecimal.valueOf(range.length().toNanos()))
                  .divide(
                      NANOS_PER_HOUR,
                      amount.currency().getDefaultFractionDigits(),
                      RoundingMode.HALF_UP),
              amount.currency());
      case UNIT -> amount;
      case BOOKING -> first ? amount : Money.zero(amount.currency());
    };
  }
}
