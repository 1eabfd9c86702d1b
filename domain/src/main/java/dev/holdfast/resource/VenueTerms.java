package dev.holdfast.resource;

import dev.holdfast.shared.Patch;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;

/**
 * What is said about a venue when it is made or changed. What may be cleared goes back to its
 * default then.
 *
 * @param holdTtl at least 1 s, whole seconds
 */
public record VenueTerms(
    Patch<String> name,
    Patch<ZoneId> timeZone,
    Patch<Currency> currency,
    Patch<Duration> holdTtl,
    Patch<CancellationPolicy> cancellationPolicy) {}
