package dev.holdfast.adapter.web.resource;

import dev.holdfast.adapter.web.Field;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.CancellationPolicy.Tier;
import dev.holdfast.resource.VenueTerms;
import dev.holdfast.shared.Patch;
import java.time.Duration;
import java.util.List;

/** What bodies say about venues. */
final class VenueForms {
  private static final int NAME_MAX = 200;
  private static final int TIERS_MAX = 20;
  private static final Duration HOLD_MIN = Duration.ofSeconds(1);
  private static final Duration HOLD_MAX = Duration.ofDays(30);
  private static final Duration UNTIL_MAX = Duration.ofDays(3660);

  private VenueForms() {}

  static VenueTerms creation(JsonBody body) {
    return new VenueTerms(
        Patch.set(body.text("name", 1, NAME_MAX).required()),
        Patch.set(body.zone("timeZone").required()),
        Patch.set(body.currency("currency").required()),
        holdTtl(body).changeOrClear(),
        policy(body).changeOrClear());
  }

  static VenueTerms change(JsonBody body) {
    return new VenueTerms(
        body.text("name", 1, NAME_MAX).change(),
        body.zone("timeZone").change(),
        body.currency("currency").change(),
        holdTtl(body).changeOrClear(),
        policy(body).changeOrClear());
  }

  private static Field<Duration> holdTtl(JsonBody body) {
    return Durations.field(body, "holdTtl", HOLD_MIN, HOLD_MAX);
  }

  private static Field<CancellationPolicy> policy(JsonBody body) {
    return body.object("cancellationPolicy", VenueForms::policyIn);
  }

  private static CancellationPolicy policyIn(JsonBody policy) {
    var tiers =
        policy
            .list("tiers", 0, TIERS_MAX, VenueForms::tier)
            .where(VenueForms::areDistinct, "must not have two tiers with the same until");
    var fee = policy.money("noShowFee").optional();
    return new CancellationPolicy(tiers.required(), fee);
  }

  private static Tier tier(JsonBody tier) {
    return new Tier(
        Durations.field(tier, "until", Duration.ZERO, UNTIL_MAX).required(),
        tier.integer("refundPercent", 0, 100).required());
  }

  private static boolean areDistinct(List<Tier> tiers) {
    return tiers.stream().map(Tier::until).distinct().count() == tiers.size();
  }
}
