package dev.holdfast.notification;

import java.util.UUID;

/**
 * What is told: one version of one aggregate, by which the event is found again. Nothing of its
 * data is kept with a delivery.
 *
 * @param eventId the event's position in the log; of a test, its own id
 */
public record DeliverySubject(String eventId, String type, UUID aggregateId, long version) {
  /** Whether it is no event but a try. */
  public boolean isTest() {
    return type.equals(WebhookTypes.TEST);
  }
}
