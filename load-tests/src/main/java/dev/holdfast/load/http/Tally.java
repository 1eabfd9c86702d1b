package dev.holdfast.load.http;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What came back. */
public final class Tally {
  private static final long LONGEST_MICROS = Duration.ofMinutes(10).toMillis() * 1000;

  private final @Nullable Histogram[] micros = new @Nullable Histogram[600];
  private final long[] inTime = new long[600];
  private long broken;
  private long unanswered;
  private Duration sending = Duration.ZERO;
  private Duration toLastAnswer = Duration.ZERO;

  void answered(int status, long nanos, boolean isInTime) {
    var histogram = micros[status];
    if (histogram == null) {
      histogram = new Histogram(LONGEST_MICROS, 3);
      micros[status] = histogram;
    }
    histogram.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos / 1000)));
    if (isInTime) {
      inTime[status]++;
    }
  }

  void broke() {
    broken++;
  }

  void ended(Duration sending, Duration toLastAnswer, long unanswered) {
    this.sending = sending;
    this.toLastAnswer = toLastAnswer;
    this.unanswered = unanswered;
  }

  /** Answers with this status. */
  public long count(int status) {
    var histogram = micros[status];
    return histogram == null ? 0 : histogram.getTotalCount();
  }

  /** All answers. */
  public long count() {
    long all = 0;
    for (int status = 0; status < micros.length; status++) {
      all += count(status);
    }
    return all;
  }

  /** Answers per second with this status, of those that came while requests were sent. */
  public double rate(int status) {
    return inTime[status] * 1e9 / sending.toNanos();
  }

  /** Connections that ended in the middle of an answer, or before one. */
  public long broken() {
    return broken;
  }

  /** Requests still without an answer when the generator gave up. */
  public long unanswered() {
    return unanswered;
  }

  /** From the first request to the last answer. */
  public Duration toLastAnswer() {
    return toLastAnswer;
  }

  /** So many percent of all answers took no longer than this. */
  public double millis(double percentile) {
    var all = new Histogram(LONGEST_MICROS, 3);
    for (var histogram : micros) {
      if (histogram != null) {
        all.add(histogram);
      }
    }
    return all.getValueAtPercentile(percentile) / 1000.0;
  }

  /** So many percent of the answers with this status took no longer than this. */
  public double millis(int status, double percentile) {
    var histogram = micros[status];
    return histogram == null ? 0 : histogram.getValueAtPercentile(percentile) / 1000.0;
  }

  /** How often each status came, as {@code 201: 10, 409: 2}, and what went wrong otherwise. */
  public String statuses() {
    var text = new StringBuilder();
    for (int status = 0; status < micros.length; status++) {
      if (count(status) > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(status).append(": ").append(count(status));
      }
    }
    if (broken > 0) {
      text.append(", broken: ").append(broken);
    }
    if (unanswered > 0) {
      text.append(", unanswered: ").append(unanswered);
    }
    return text.toString();
  }

  /** Median, p99 and the longest, in milliseconds. */
  public String latencies() {
    return String.format(
        Locale.ROOT, "p50 %.1f ms, p99 %.1f ms, max %.1f ms", millis(50), millis(99), millis(100));
  }
}
