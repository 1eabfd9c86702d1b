package dev.holdfast.notification;

import dev.holdfast.resource.VenueId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to send one delivery now, for a while.
 *
 * @param claimNo grows with each claim, so that one that lapsed cannot report any more
 * @param createdAt when the delivery was made
 * @param failures how often it has failed since it was made or replayed
 * @param left how much longer it is tried; not positive when this is the last attempt
 */
public record DeliveryClaim(
    DeliveryId id,
    EndpointId endpoint,
    @Nullable VenueId venueId,
    long claimNo,
    DeliverySubject subject,
    String url,
    EndpointSecrets secrets,
    Instant createdAt,
    int failures,
    Duration left) {}
