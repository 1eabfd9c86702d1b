package dev.holdfast.shared.limit;

import java.time.Duration;

/**
 * How many requests one caller may make in a window. A window begins with the first request after
 * the one before has ended, and then the whole quota is there again.
 *
 * @param name what clients and metrics call it: a lower-case word
 * @param quota at least 1
 * @param window whole seconds, at least one
 */
public record RateLimit(String name, long quota, Duration window) {
  public RateLimit {
    if (quota < 1
        || !window.isPositive()
        || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
      throw new IllegalArgumentException(
          "a limit of " + quota + " in " + window + " is none: " + name);
    }
  }

  /** The same for more requests. */
  public RateLimit times(long factor) {
    return new RateLimit(name, quota * factor, window);
  }
}
