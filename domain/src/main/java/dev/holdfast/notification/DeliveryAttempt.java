package dev.holdfast.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver something.
 *
 * @param responseStatus absent when there was no answer, or none in time
 */
public record DeliveryAttempt(Instant at, @Nullable Integer responseStatus, long durationMs) {}
