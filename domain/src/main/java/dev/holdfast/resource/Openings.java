package dev.holdfast.resource;

import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The openings of a resource around some stretch of time. Each begins a grid of its own; where they
 * touch or overlap, one may book across.
 */
final class Openings {
  /**
   * Looking further than this would keep a thread busy for the sake of one question; a second's
   * grid reaches more than two days so.
   */
  private static final int STARTS_EXAMINED_MAX = 200_000;

  private final List<TimeRange> openings;
  private final List<TimeRange> stretches;
  private final Duration longest;

  Openings(Collection<TimeRange> openings) {
    this.openings =
        openings.stream().distinct().sorted(Comparator.comparing(TimeRange::start)).toList();
    this.stretches = merged(this.openings);
    this.longest =
        openings.stream()
            .map(TimeRange::length)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
  }

  private static List<TimeRange> merged(List<TimeRange> byStart) {
    var merged = new ArrayList<TimeRange>();
    for (var next : byStart) {
      var last = merged.isEmpty() ? null : merged.getLast();
      if (last == null || next.start().isAfter(last.end())) {
        merged.add(next);
      } else if (next.end().isAfter(last.end())) {
        merged.set(merged.size() - 1, new TimeRange(last.start(), next.end()));
      }
    }
    return List.copyOf(merged);
  }

  /** The openings themselves, by start. */
  List<TimeRange> list() {
    return openings;
  }

  /** Whether every instant of the range is inside some opening. */
  boolean cover(TimeRange range) {
    var stretch = stretchAround(range.start());
    return stretch != null && stretch.contains(range);
  }

  /** Whether a booking may start here: on the grid of an opening that has this instant. */
  boolean isOnGridAsStart(Instant start, Duration step) {
    return isOnGrid(start, step, false);
  }

  /** Whether a booking may end here: on the grid of an opening that has this instant or closes. */
  boolean isOnGridAsEnd(Instant end, Duration step) {
    return isOnGrid(end, step, true);
  }

  private boolean isOnGrid(Instant edge, Duration step, boolean closingToo) {
    for (var i = lastNotAfter(openings, edge); i >= 0; i--) {
      var opening = openings.get(i);
      var into = Duration.between(opening.start(), edge);
      if (into.compareTo(longest) > 0) {
        return false;
      }
      var left = opening.end().compareTo(edge);
      if ((left > 0 || (left == 0 && closingToo)) && into.toNanos() % step.toNanos() == 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The slots of this length on the grid that begin and end inside a range, by start and without
   * repetition.
   *
   * @param max at most this many
   */
  Bookable.Offer slots(TimeRange within, Duration length, Duration step, int max) {
    var cursors = new PriorityQueue<Cursor>(Comparator.comparing(cursor -> cursor.start));
    for (var opening : openings) {
      var cursor = new Cursor(opening, lastStart(opening, within, length), step);
      cursor.skipTo(within.start());
      if (cursor.isValid()) {
        cursors.add(cursor);
      }
    }
    var slots = new ArrayList<TimeRange>();
    Instant previous = null;
    for (var examined = 0; !cursors.isEmpty(); examined++) {
      if (examined == STARTS_EXAMINED_MAX) {
        return new Bookable.Offer(slots, false);
      }
      var cursor = cursors.remove();
      var start = cursor.start;
      cursor.advance();
      if (cursor.isValid()) {
        cursors.add(cursor);
      }
      if (!start.equals(previous) && isOnGridAsEnd(start.plus(length), step)) {
        if (slots.size() == max) {
          return new Bookable.Offer(slots, false);
        }
        slots.add(new TimeRange(start, start.plus(length)));
      }
      previous = start;
    }
    return new Bookable.Offer(slots, true);
  }

  /** The last instant at which a slot may start that begins in this opening. */
  private Instant lastStart(TimeRange opening, TimeRange within, Duration length) {
    var stretch = stretchAround(opening.start());
    var closing = stretch == null ? opening.end() : stretch.end();
    var end = closing.isBefore(within.end()) ? closing : within.end();
    var last = end.minus(length);
    return last.isBefore(opening.end()) ? last : opening.end().minusNanos(1);
  }

  private @Nullable TimeRange stretchAround(Instant instant) {
    var i = lastNotAfter(stretches, instant);
    return i < 0 || !instant.isBefore(stretches.get(i).end()) ? null : stretches.get(i);
  }

  /** The place of the last range that starts at or before the instant, or -1. */
  private static int lastNotAfter(List<TimeRange> byStart, Instant instant) {
    var low = 0;
    var high = byStart.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (byStart.get(middle).start().isAfter(instant)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  /** The next start on the grid of one opening. */
  private static final class Cursor {
    private final Instant last;
    private final Duration step;
    private Instant start;

    Cursor(TimeRange opening, Instant last, Duration step) {
      this.start = opening.start();
      this.last = last;
      this.step = step;
    }

    boolean isValid() {
      return !start.isAfter(last);
    }

    void advance() {
      start = start.plus(step);
    }

    void skipTo(Instant earliest) {
      if (start.isBefore(earliest)) {
        start = start.plus(step.multipliedBy(Duration.between(start, earliest).dividedBy(step)));
        if (start.isBefore(earliest)) {
          advance();
        }
      }
    }
  }
}
