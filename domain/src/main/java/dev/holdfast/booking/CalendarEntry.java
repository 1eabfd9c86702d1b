package dev.holdfast.booking;

import dev.holdfast.booking.BookingFacts.Item;
import dev.holdfast.shared.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * A stretch of time that a booking takes, as it stands in people's calendars. Items that overlap or
 * follow each other without a gap are one stretch, whatever they take.
 *
 * <p>The UID is that of the booking and of the stretch's place among the others, in order of time:
 * items get new ids when a booking moves, so an entry that was named after one could never be found
 * again. The sequence is the booking's version, which only ever rises.
 *
 * @param uid the same for all of the booking's life
 */
public record CalendarEntry(String uid, long sequence, TimeRange range) {
  private static final String DOMAIN = "@holdfast.dev";

  /** The entries of a booking, in order of time; at least one. */
  public static List<CalendarEntry> of(BookingFacts booking) {
    var stretches = stretches(booking.items());
    var entries = new ArrayList<CalendarEntry>(stretches.size());
    for (var stretch : stretches) {
      entries.add(new CalendarEntry(uid(booking.id(), entries.size()), booking.version(), stretch));
    }
    return List.copyOf(entries);
  }

  /** The entries that were there and are there no more, as of the later version. */
  public static List<CalendarEntry> gone(BookingFacts before, BookingFacts after) {
    var kept = stretches(after.items()).size();
    return of(before).stream()
        .skip(kept)
        .map(entry -> new CalendarEntry(entry.uid, after.version(), entry.range))
        .toList();
  }

  private static String uid(UUID booking, int place) {
    return place == 0 ? booking + DOMAIN : booking + "-" + (place + 1) + DOMAIN;
  }

  private static List<TimeRange> stretches(List<Item> items) {
    var sorted =
        items.stream()
            .map(item -> new TimeRange(item.start(), item.end()))
            .sorted(Comparator.comparing(TimeRange::start))
            .toList();
    var stretches = new ArrayList<TimeRange>();
    for (var range : sorted) {
      if (!stretches.isEmpty() && !range.start().isAfter(stretches.getLast().end())) {
        var last = stretches.removeLast();
        var end = range.end().isAfter(last.end()) ? range.end() : last.end();
        stretches.add(new TimeRange(last.start(), end));
      } else {
        stretches.add(range);
      }
    }
    return stretches;
  }
}
