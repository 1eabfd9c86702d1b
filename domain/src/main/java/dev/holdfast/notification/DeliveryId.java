package dev.holdfast.notification;

import dev.holdfast.shared.Ids;
import java.util.UUID;

/** The id of a delivery: one event on its way to one endpoint. */
public record DeliveryId(UUID value) {
  /** A new id, unlike any other. */
  public static DeliveryId next() {
    return new DeliveryId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
