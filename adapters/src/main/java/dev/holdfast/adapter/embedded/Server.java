package dev.holdfast.adapter.embedded;

import java.io.IOException;

/**
 * One embedded server. {@code start} and {@code stop} exclude each other: a stop that comes during
 * a start waits for it, then stops what it started; a start after a stop fails.
 */
interface Server {
  /**
   * Starts the server and returns when it serves. What was started is left for {@link #stop()} when
   * this fails.
   */
  void start() throws IOException, InterruptedException;

  /**
   * Stops the server if it runs, cleanly when that works in time, by force otherwise. Harmless when
   * repeated.
   */
  void stop() throws IOException, InterruptedException;
}
