package dev.holdfast.notification;

import dev.holdfast.resource.VenueId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint, as it is shown.
 *
 * @param venueId the endpoint's
 * @param eventId sent as {@code webhook-id}, the same at each attempt
 * @param attempts the last {@link #ATTEMPTS_KEPT}, oldest first
 * @param nextAttemptAt given while pending
 */
public record Delivery(
    DeliveryId id,
    EndpointId endpoint,
    @Nullable VenueId venueId,
    String eventId,
    String type,
    DeliveryStatus status,
    List<DeliveryAttempt> attempts,
    @Nullable Instant nextAttemptAt) {
  /** How many attempts are remembered. */
  public static final int ATTEMPTS_KEPT = 50;

  public Delivery {
    attempts = List.copyOf(attempts);
  }
}
