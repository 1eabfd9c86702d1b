package dev.holdfast.notification;

import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times as people read them, in English and in a venue's zone. The offset is always said: it tells
 * the two hours apart that a clock shows when it is set back, and tells whoever lives elsewhere
 * what is meant.
 */
public record LocalTimes(ZoneId zone) {
  private static final DateTimeFormatter SHORT_DATE = english("EEE d MMM uuuu");
  private static final DateTimeFormatter DATE = english("EEEE, d MMMM uuuu");
  private static final DateTimeFormatter TIME = english("HH:mm");
  private static final DateTimeFormatter TIME_WITH_SECONDS = english("HH:mm:ss");

  private static DateTimeFormatter english(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** {@code Tue 2 Mar 2027, 10:00}. */
  public String brief(Instant instant) {
    var local = instant.atZone(zone);
    return SHORT_DATE.format(local) + ", " + time(local);
  }

  /**
   * {@code Tuesday, 2 March 2027, 10:00 to 11:00 (Europe/Vienna, UTC+01:00)}; a second date or
   * offset is said where it differs from the first.
   */
  public String full(TimeRange range) {
    var start = range.start().atZone(zone);
    var end = range.end().atZone(zone);
    var endDate = start.toLocalDate().equals(end.toLocalDate()) ? "" : DATE.format(end) + ", ";
    if (start.getOffset().equals(end.getOffset())) {
      return "%s, %s to %s%s (%s)"
          .formatted(DATE.format(start), time(start), endDate, time(end), zoneAt(start));
    }
    return "%s, %s (%s) to %s%s (%s), %s"
        .formatted(
            DATE.format(start),
            time(start),
            offset(start),
            endDate,
            time(end),
            offset(end),
            zone.getId());
  }

  private String zoneAt(ZonedDateTime time) {
    return zone.getId().equals("UTC") ? "UTC" : zone.getId() + ", " + offset(time);
  }

  private static String offset(ZonedDateTime time) {
    var id = time.getOffset().getId();
    return id.equals("Z") ? "UTC" : "UTC" + id;
  }

  private static String time(ZonedDateTime local) {
    return (local.getSecond() == 0 ? TIME : TIME_WITH_SECONDS).format(local);
  }
}
