package dev.holdfast.resource;

import dev.holdfast.shared.Patch;
import java.time.Duration;

/**
 * What is said about a resource when it is made or changed. What may be cleared goes back to its
 * default then. All durations are whole seconds.
 *
 * @param capacity from 1
 * @param slotStep at least 1 s
 * @param minDuration at least 1 s; the slot step by default
 * @param isActive false takes it off the list, true brings it back
 */
public record ResourceTerms(
    Patch<String> kind,
    Patch<String> name,
    Patch<String> description,
    Patch<Integer> capacity,
    Patch<Duration> bufferBefore,
    Patch<Duration> bufferAfter,
    Patch<Duration> slotStep,
    Patch<Duration> minDuration,
    Patch<Duration> maxDuration,
    Patch<Duration> minNotice,
    Patch<Integer> horizonDays,
    Patch<PriceTerms> price,
    Patch<Boolean> approvalRequired,
    Patch<Boolean> paymentRequired,
    Patch<Boolean> isActive) {}
