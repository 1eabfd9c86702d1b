package dev.holdfast.shared;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time: start included, end excluded, so one booking may begin at the instant another
 * ends.
 *
 * @param start the first instant inside
 * @param end the first instant outside, after {@code start}
 */
public record TimeRange(Instant start, Instant end) {
  public TimeRange {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("start " + start + " must be before end " + end);
    }
  }

  /** How much time elapses between start and end. */
  public Duration length() {
    return Duration.between(start, end);
  }

  /** Whether the two share an instant; neighbours do not. */
  public boolean overlaps(TimeRange other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }

  /** Whether every instant of the other is inside this one. */
  public boolean contains(TimeRange other) {
    return !other.start.isBefore(start) && !other.end.isAfter(end);
  }

  /** This range, begun earlier and ended later. */
  public TimeRange widened(Duration before, Duration after) {
    return new TimeRange(start.minus(before), end.plus(after));
  }
}
