package dev.holdfast.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * When bookings were answered, and when each subscriber was told of them. Written by two threads,
 * read when both are through.
 */
final class Arrivals {
  private static final long LONGEST_MICROS = 600_000_000;

  private final int subscribers;
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private final List<Arrival> arrived = new ArrayList<>();
  private final AtomicLong count = new AtomicLong();

  Arrivals(int subscribers) {
    this.subscribers = subscribers;
  }

  /**
   * @param nanos when it came
   * @param age how long before that it had happened, in microseconds
   */
  private record Arrival(String booking, long nanos, long age) {}

  void answered(String booking, long nanos) {
    answered.put(booking, nanos);
  }

  void arrived(String booking, long nanos, long age) {
    arrived.add(new Arrival(booking, nanos, age));
    count.incrementAndGet();
  }

  /** Whether all subscribers have been told of as many as were answered. */
  boolean isComplete() {
    return missing() <= 0;
  }

  /** How many tellings there are yet to be. */
  long missing() {
    return (long) answered.size() * subscribers - count.get();
  }

  /**
   * How long it took, in microseconds.
   *
   * @param sinceEvent from when the event had happened to its arrival
   * @param sinceAnswer from the answer to the arrival, 0 where the news was faster
   * @param faster how many times it was
   */
  record Delays(Histogram sinceEvent, Histogram sinceAnswer, long faster) {}

  Delays delays() {
    var sinceEvent = new Histogram(LONGEST_MICROS, 3);
    var sinceAnswer = new Histogram(LONGEST_MICROS, 3);
    long faster = 0;
    for (var arrival : arrived) {
      var answer = answered.get(arrival.booking());
      if (answer == null) {
        continue; // of somebody else, or refused to be answered
      }
      sinceEvent.recordValue(Math.clamp(arrival.age(), 0, LONGEST_MICROS));
      long micros = (arrival.nanos() - answer) / 1_000;
      sinceAnswer.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
      if (micros < 0) {
        faster++;
      }
    }
    return new Delays(sinceEvent, sinceAnswer, faster);
  }
}
