package dev.holdfast.shared;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * Money in plain values.
 *
 * @param amount decimal, with exactly the currency's digits: {@code "120.00"}
 * @param currency ISO 4217
 */
public record MoneyFacts(String amount, String currency) {
  /** The money in plain values. */
  public static MoneyFacts of(Money money) {
    return new MoneyFacts(money.amount().toPlainString(), money.currency().getCurrencyCode());
  }

  /** The money whose facts these are. */
  public Money money() {
    return Money.of(new BigDecimal(amount), Currency.getInstance(currency));
  }
}
