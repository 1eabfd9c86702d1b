package dev.holdfast.adapter.web.notification;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery as clients see it. */
record DeliveryJson(
    UUID id,
    UUID endpointId,
    String eventId,
    String type,
    DeliveryStatus status,
    List<DeliveryAttempt> attempts,
    @Nullable Instant nextAttemptAt) {

  static DeliveryJson of(Delivery delivery) {
    return new DeliveryJson(
        delivery.id().value(),
        delivery.endpoint().value(),
        delivery.eventId(),
        delivery.type(),
        delivery.status(),
        delivery.attempts(),
        delivery.nextAttemptAt());
  }
}
