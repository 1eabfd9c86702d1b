package dev.holdfast.load.http;

/**
 * When requests are due that are sent at a fixed rate. Times are those of {@link
 * System#nanoTime()}.
 */
final class Pace {
  private final long start;
  private final double nanosEach;

  Pace(long start, double rate) {
    this.start = start;
    this.nanosEach = 1e9 / rate;
  }

  /** The instant at which this request is due, the first being 0. */
  long due(long request) {
    return start + (long) (request * nanosEach);
  }

  /** How many requests are due by now. */
  long dueBy(long now) {
    return now < start ? 0 : (long) ((now - start) / nanosEach) + 1;
  }
}
