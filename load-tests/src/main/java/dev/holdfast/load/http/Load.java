package dev.holdfast.load.http;

import java.time.Duration;

/**
 * How much is sent.
 *
 * @param connections kept open, each with at most one request under way
 * @param duration how long requests are sent
 * @param rate requests per second, each due at its own instant, whether or not the server keeps up;
 *     0: each connection sends as soon as it has its answer
 * @param requests how many at most
 */
public record Load(int connections, Duration duration, double rate, long requests) {
  public static Load closed(int connections, Duration duration) {
    return new Load(connections, duration, 0, Long.MAX_VALUE);
  }

  public static Load open(int connections, double rate, Duration duration) {
    return new Load(connections, duration, rate, Long.MAX_VALUE);
  }

  /** So many requests, as fast as they are answered. */
  public static Load burst(int connections, long requests, Duration limit) {
    return new Load(connections, limit, 0, requests);
  }

  boolean isOpen() {
    return rate > 0;
  }
}
