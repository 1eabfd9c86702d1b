package dev.holdfast.load.stack;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Free quarters of an hour, numbered: one of each resource, then the next quarter of each. Nobody
 * is given the same twice.
 */
public final class Slots {
  static final int HORIZON_DAYS = 3650;
  private static final int PER_DAY = 96;
  private static final int MINUTES = 15;

  private final List<UUID> resources;
  private final LocalDate firstDay;
  private final byte[][] resourceTexts;
  private final byte[][] days = new byte[HORIZON_DAYS][];
  private final byte[][] times = new byte[PER_DAY][];
  private final AtomicLong next = new AtomicLong();

  Slots(List<UUID> resources, LocalDate firstDay) {
    this.resources = List.copyOf(resources);
    this.firstDay = firstDay;
    resourceTexts = resources.stream().map(id -> ascii(id.toString())).toArray(byte[][]::new);
    for (int day = 0; day < HORIZON_DAYS; day++) {
      days[day] = ascii(firstDay.plusDays(day) + "T");
    }
    for (int time = 0; time < PER_DAY; time++) {
      times[time] = ascii(LocalTime.MIN.plusMinutes((long) time * MINUTES) + ":00Z");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The number of the next free slot. */
  public long take() {
    return next.getAndIncrement();
  }

  /** Marks the first ones as taken. */
  void skip(long count) {
    next.addAndGet(count);
  }

  public UUID resource(long slot) {
    return resources.get((int) (slot % resources.size()));
  }

  public Instant start(long slot) {
    return first().plusSeconds(quarter(slot) * MINUTES * 60);
  }

  public Instant end(long slot) {
    return first().plusSeconds((quarter(slot) + 1) * MINUTES * 60);
  }

  Instant first() {
    return firstDay.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  List<UUID> resources() {
    return resources;
  }

  private long quarter(long slot) {
    return slot / resources.size();
  }

  /** Of the resource, as text. */
  public byte[] resourceText(long slot) {
    return resourceTexts[(int) (slot % resourceTexts.length)];
  }

  /** The day with a T behind it; {@code edge} 0 is the start, 1 the end. */
  public byte[] dayText(long slot, int edge) {
    return days[(int) ((quarter(slot) + edge) / PER_DAY)];
  }

  /** The time of day with a Z behind it; {@code edge} 0 is the start, 1 the end. */
  public byte[] timeText(long slot, int edge) {
    return times[(int) ((quarter(slot) + edge) % PER_DAY)];
  }
}
