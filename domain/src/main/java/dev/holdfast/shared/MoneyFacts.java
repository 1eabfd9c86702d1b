package dev.holdfast.shared;

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
}
