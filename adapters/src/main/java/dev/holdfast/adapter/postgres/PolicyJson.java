package dev.holdfast.adapter.postgres;

import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.MoneyFacts;
import io.r2dbc.postgresql.codec.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Cancellation policies as the database keeps them, on venues and frozen on bookings. */
public final class PolicyJson {
  private final JsonMapper json;
  private final ObjectReader reader;

  public PolicyJson(JsonMapper json) {
    this.json = json;
    this.reader = json.readerFor(Policy.class);
  }

  private record Policy(List<Tier> tiers, @Nullable MoneyFacts noShowFee) {}

  private record Tier(Duration until, int refundPercent) {}

  /** The policy in the form that the driver binds. */
  public Json write(CancellationPolicy policy) {
    return Json.of(text(policy));
  }

  /** The policy as JSON, for those who bind texts. */
  public String text(CancellationPolicy policy) {
    var fee = policy.noShowFee();
    return json.writeValueAsString(
        new Policy(
            policy.tiers().stream()
                .map(tier -> new Tier(tier.until(), tier.refundPercent()))
                .toList(),
            fee == null ? null : MoneyFacts.of(fee)));
  }

  /** The policy that was written. */
  public CancellationPolicy read(String text) {
    Policy policy = reader.readValue(text);
    var fee = policy.noShowFee();
    return new CancellationPolicy(
        policy.tiers().stream()
            .map(tier -> new CancellationPolicy.Tier(tier.until(), tier.refundPercent()))
            .toList(),
        fee == null
            ? null
            : Money.of(new BigDecimal(fee.amount()), Currency.getInstance(fee.currency())));
  }
}
