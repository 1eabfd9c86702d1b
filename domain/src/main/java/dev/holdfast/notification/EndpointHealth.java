package dev.holdfast.notification;

import java.time.Duration;

/**
 * How an endpoint has fared lately.
 *
 * @param failures how many attempts in a row have failed
 * @param failingFor how long ago the first of them was; zero where there is none
 */
public record EndpointHealth(int failures, Duration failingFor) {
  /** The last attempt succeeded. */
  public static final EndpointHealth GOOD = new EndpointHealth(0, Duration.ZERO);
}
