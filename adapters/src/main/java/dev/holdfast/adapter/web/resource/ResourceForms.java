package dev.holdfast.adapter.web.resource;

import dev.holdfast.adapter.web.Field;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.resource.Price;
import dev.holdfast.resource.PriceTerms;
import dev.holdfast.resource.ResourceTerms;
import dev.holdfast.shared.Patch;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What bodies say about resources. */
final class ResourceForms {
  private static final int NAME_MAX = 200;
  private static final int KIND_MAX = 50;
  private static final int DESCRIPTION_MAX = 5000;
  private static final int CAPACITY_MAX = 10_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MONTH = Duration.ofDays(31);
  private static final Duration YEAR = Duration.ofDays(366);
  private static final Duration TEN_YEARS = Duration.ofDays(3660);

  /** A total of many units over many hours still fits where money is kept. */
  private static final BigDecimal PRICE_MAX = BigDecimal.valueOf(1_000_000_000);

  private ResourceForms() {}

  static ResourceTerms creation(JsonBody body) {
    return terms(body, Patch.set(body.text("name", 1, NAME_MAX).required()), Patch.keep());
  }

  static ResourceTerms change(JsonBody body) {
    return terms(body, body.text("name", 1, NAME_MAX).change(), body.bool("isActive").change());
  }

  private static ResourceTerms terms(JsonBody body, Patch<String> name, Patch<Boolean> isActive) {
    return new ResourceTerms(
        body.text("kind", 1, KIND_MAX).changeOrClear(),
        name,
        body.lines("description", 0, DESCRIPTION_MAX).changeOrClear(),
        body.integer("capacity", 1, CAPACITY_MAX).changeOrClear(),
        Durations.field(body, "bufferBefore", Duration.ZERO, MONTH).changeOrClear(),
        Durations.field(body, "bufferAfter", Duration.ZERO, MONTH).changeOrClear(),
        Durations.field(body, "slotStep", SECOND, MONTH).changeOrClear(),
        Durations.field(body, "minDuration", SECOND, YEAR).changeOrClear(),
        Durations.field(body, "maxDuration", SECOND, YEAR).changeOrClear(),
        Durations.field(body, "minNotice", Duration.ZERO, TEN_YEARS).changeOrClear(),
        days(horizon(body)),
        body.object("price", ResourceForms::price).changeOrClear(),
        body.bool("approvalRequired").changeOrClear(),
        body.bool("paymentRequired").changeOrClear(),
        isActive);
  }

  private static Field<Duration> horizon(JsonBody body) {
    return body.duration("horizon", Duration.ZERO, TEN_YEARS)
        .where(ResourceForms::isWholeDays, "must be in whole days");
  }

  private static boolean isWholeDays(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()));
  }

  private static Patch<Integer> days(Field<Duration> horizon) {
    var change = horizon.changeOrClear();
    return new Patch<>(change.given(), days(change.value()));
  }

  private static @Nullable Integer days(@Nullable Duration duration) {
    return duration == null ? null : (Integer) Math.toIntExact(duration.toDays());
  }

  /** Without a currency it is the venue's, which is known only where the venue has been loaded. */
  private static PriceTerms price(JsonBody price) {
    var currency = price.currency("currency").optional();
    var amount =
        price
            .decimal("amount")
            .where(value -> value.signum() >= 0, "must not be negative")
            .where(value -> value.compareTo(PRICE_MAX) < 0, "must be below " + PRICE_MAX);
    if (currency != null) {
      amount.wellFormed(
          value -> value.scale() == currency.getDefaultFractionDigits(),
          "must have exactly " + currency.getDefaultFractionDigits() + " digits after the point");
    }
    return new PriceTerms(
        amount.required(), currency, price.oneOf("per", Price.Per.class).required());
  }
}
