package dev.holdfast.health;

import java.time.Instant;
import java.util.Map;

/**
 * How we are.
 *
 * @param services what we depend on, by name: whether it is up
 */
public record Health(Status status, Instant at, Map<String, Boolean> services) {
  public Health {
    services = Map.copyOf(services);
  }

  /** In a word. */
  public enum Status {
    OK,
    /** Bookings can be taken, while something beside them is away. */
    DEGRADED,
    /** No bookings can be taken. */
    DOWN
  }
}
