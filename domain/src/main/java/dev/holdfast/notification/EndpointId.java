package dev.holdfast.notification;

import dev.holdfast.shared.Ids;
import java.util.UUID;

/** The id of a webhook endpoint. */
public record EndpointId(UUID value) {
  /** A new id, unlike any other. */
  public static EndpointId next() {
    return new EndpointId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
