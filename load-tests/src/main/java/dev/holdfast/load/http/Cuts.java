package dev.holdfast.load.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When followers hang up by themselves, each time at another byte: one time in three among the
 * first few thousand, where the head of the answer and the first events stand, and else in the
 * middle of whatever comes after a random time.
 *
 * @param longest how long a follower stays at most
 * @param pause how long it stays away at most
 */
public record Cuts(RandomGenerator random, Duration longest, Duration pause) {
  private static final int EARLY = 4_096;

  /** Nobody hangs up; whoever is let go comes back within a moment. */
  public static Cuts never() {
    return new Cuts(RandomGenerator.getDefault(), Duration.ZERO, Duration.ofMillis(100));
  }

  /** For one opened stream. */
  Cut next(long now) {
    if (longest.isZero()) {
      return new Cut(random, Long.MAX_VALUE, Long.MAX_VALUE);
    }
    return random.nextInt(3) == 0
        ? new Cut(random, random.nextLong(1, EARLY), Long.MAX_VALUE)
        : new Cut(random, Long.MAX_VALUE, now + random.nextLong(longest.toNanos()));
  }

  /** How long to stay away this time, in nanoseconds. */
  long away() {
    return random.nextLong(Math.max(1, pause.toNanos()));
  }

  /** One of them. */
  static final class Cut {
    private final RandomGenerator random;
    private final long instant;
    private long bytes;

    Cut(RandomGenerator random, long bytes, long instant) {
      this.random = random;
      this.bytes = bytes;
      this.instant = instant;
    }

    /** How many of the bytes that came are still to be read; all of them before the cut. */
    int before(int length, long now) {
      if (bytes == Long.MAX_VALUE && now >= instant) {
        bytes = random.nextInt(length);
      }
      if (bytes == Long.MAX_VALUE) {
        return length;
      }
      int read = (int) Math.min(bytes, length);
      bytes -= read;
      return read;
    }

    /** Whether the follower hangs up now. */
    boolean isDue() {
      return bytes == 0;
    }
  }
}
