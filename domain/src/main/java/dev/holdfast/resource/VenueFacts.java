package dev.holdfast.resource;

import dev.holdfast.shared.MoneyFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A venue in plain values: the form in which its events and its public representation carry it. The
 * field names are part of the contract with clients. Who manages it is not public.
 */
public record VenueFacts(
    UUID id,
    String name,
    String timeZone,
    String currency,
    Duration holdTtl,
    Policy cancellationPolicy,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** See {@link CancellationPolicy}. */
  public record Policy(List<Tier> tiers, @Nullable MoneyFacts noShowFee) {
    /** The policy in plain values. */
    public static Policy of(CancellationPolicy policy) {
      var fee = policy.noShowFee();
      return new Policy(
          policy.tiers().stream()
              .map(tier -> new Tier(tier.until(), tier.refundPercent()))
              .toList(),
          fee == null ? null : MoneyFacts.of(fee));
    }

    /** The policy whose facts these are. */
    public CancellationPolicy policy() {
      return new CancellationPolicy(
          tiers.stream()
              .map(tier -> new CancellationPolicy.Tier(tier.until(), tier.refundPercent()))
              .toList(),
          noShowFee == null ? null : noShowFee.money());
    }
  }

  /** See {@link CancellationPolicy.Tier}. */
  public record Tier(Duration until, int refundPercent) {}

  /** The venue in plain values. */
  public static VenueFacts of(Venue venue) {
    return new VenueFacts(
        venue.id().value(),
        venue.name(),
        venue.timeZone().getId(),
        venue.currency().getCurrencyCode(),
        venue.holdTtl(),
        Policy.of(venue.cancellationPolicy()),
        venue.version(),
        venue.createdAt(),
        venue.updatedAt());
  }
}
