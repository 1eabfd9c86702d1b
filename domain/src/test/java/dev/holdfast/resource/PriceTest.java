package dev.holdfast.resource;

import static dev.holdfast.resource.ResourceFixtures.EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class PriceTest {
  private static TimeRange seconds(long seconds) {
    var start = Instant.parse("2027-03-01T12:00:00Z");
    return new TimeRange(start, start.plusSeconds(seconds));
  }

  private static Money eur(String amount) {
    return Money.of(new BigDecimal(amount), EUR);
  }

  @Test
  void anHourlyPriceIsRoundedHalfUpToTheDigitsOfTheCurrency() {
    var tenCents = new Price(eur("0.10"), Price.Per.HOUR);
    assertThat(tenCents.ofUnit(seconds(539), true)).isEqualTo(eur("0.01")); // 0.01497
    assertThat(tenCents.ofUnit(seconds(540), true)).isEqualTo(eur("0.02")); // 0.015
    assertThat(tenCents.ofUnit(seconds(541), true)).isEqualTo(eur("0.02")); // 0.01503
  }

  @Test
  void aCurrencyWithoutCentsIsRoundedToWholeUnits() {
    var jpy = Currency.getInstance("JPY");
    var price = new Price(new Money(1000, jpy), Price.Per.HOUR);
    assertThat(price.ofUnit(seconds(1801), true)).isEqualTo(new Money(500, jpy));
    assertThat(price.ofUnit(seconds(1803), true)).isEqualTo(new Money(501, jpy));
  }

  @Test
  void aPricePerUnitDoesNotDependOnTheLength() {
    var price = new Price(eur("12.00"), Price.Per.UNIT);
    assertThat(price.ofUnit(seconds(60), true)).isEqualTo(eur("12.00"));
    assertThat(price.ofUnit(seconds(7200), false)).isEqualTo(eur("12.00"));
  }

  @Test
  void aPricePerBookingIsOnTheFirstUnitAlone() {
    var price = new Price(eur("12.00"), Price.Per.BOOKING);
    assertThat(price.ofUnit(seconds(60), true)).isEqualTo(eur("12.00"));
    assertThat(price.ofUnit(seconds(60), false)).isEqualTo(eur("0.00"));
  }
}
