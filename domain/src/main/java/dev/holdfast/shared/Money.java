package dev.holdfast.shared;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount in the minor units of its currency, never a {@code double}.
 *
 * @param minorUnits cents, yen, fils: whatever the currency counts in; may be negative
 * @param currency an ISO 4217 currency with a defined number of digits
 */
public record Money(long minorUnits, Currency currency) {
  public Money {
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException(currency + " has no minor unit");
    }
  }

  /** Nothing, in this currency. */
  public static Money zero(Currency currency) {
    return new Money(0, currency);
  }

  /** The amount with exactly the currency's digits, rounded half-up where it has more. */
  public static Money of(BigDecimal amount, Currency currency) {
    var minor = amount.movePointRight(currency.getDefaultFractionDigits());
    return new Money(minor.setScale(0, RoundingMode.HALF_UP).longValueExact(), currency);
  }

  /** The amount in major units, with exactly the currency's digits: 120.00, not 120. */
  public BigDecimal amount() {
    return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
  }

  /** The sum; both must be of one currency. */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
  }
}
