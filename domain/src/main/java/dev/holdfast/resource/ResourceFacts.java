package dev.holdfast.resource;

import dev.holdfast.shared.MoneyFacts;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A resource in plain values: the form in which its events and its public representation carry it.
 * The field names are part of the contract with clients.
 */
public record ResourceFacts(
    UUID id,
    UUID venueId,
    String kind,
    String name,
    @Nullable String description,
    int capacity,
    Duration bufferBefore,
    Duration bufferAfter,
    Duration slotStep,
    Duration minDuration,
    Duration maxDuration,
    Duration minNotice,
    Duration horizon,
    @Nullable PriceFacts price,
    boolean approvalRequired,
    boolean paymentRequired,
    boolean isActive,
    long version) {

  /** See {@link Price}; the amount is a decimal with exactly the currency's digits. */
  public record PriceFacts(String amount, String currency, Price.Per per) {
    static PriceFacts of(Price price) {
      var money = MoneyFacts.of(price.amount());
      return new PriceFacts(money.amount(), money.currency(), price.per());
    }
  }

  /** See {@link OpeningHours.Rule}; {@code start} and {@code end} as 09:00. */
  public record OpeningFacts(
      String rrule,
      String start,
      String end,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validTo) {
    static OpeningFacts of(OpeningHours.Rule rule) {
      return new OpeningFacts(
          rule.recurrence().rule(),
          rule.start().toString(),
          rule.end().toString(),
          rule.validFrom(),
          rule.validTo());
    }
  }

  /** The resource in plain values. */
  public static ResourceFacts of(Resource resource) {
    var price = resource.price();
    return new ResourceFacts(
        resource.id().value(),
        resource.venueId().value(),
        resource.kind(),
        resource.name(),
        resource.description(),
        resource.capacity(),
        resource.bufferBefore(),
        resource.bufferAfter(),
        resource.slotStep(),
        resource.minDuration(),
        resource.maxDuration(),
        resource.minNotice(),
        Duration.ofDays(resource.horizonDays()),
        price == null ? null : PriceFacts.of(price),
        resource.approvalRequired(),
        resource.paymentRequired(),
        resource.isActive(),
        resource.version());
  }

  /** Opening hours in plain values. */
  public static List<OpeningFacts> of(OpeningHours hours) {
    return hours.rules().stream().map(OpeningFacts::of).toList();
  }
}
