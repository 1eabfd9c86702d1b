package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.Slot;
import dev.holdfast.resource.port.Occupancy.Taken;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts which units are free for each of many slots. All slots are of one length and ordered by
 * start, so what takes a unit takes it from a run of neighbouring slots: one pass over what is
 * taken marks where each run begins and ends, one pass over the slots adds the marks up.
 */
final class FreeUnits {
  private final List<TimeRange> occupied;
  private final int[] marks;

  private FreeUnits(List<TimeRange> occupied) {
    this.occupied = occupied;
    this.marks = new int[occupied.size() + 1];
  }

  /**
   * The slots that at least one unit is free for.
   *
   * @param slots of one length, by start
   * @param taken in any order
   */
  static List<Slot> of(Bookable bookable, List<TimeRange> slots, List<Taken> taken) {
    var capacity = bookable.resource().capacity();
    var count = new FreeUnits(slots.stream().map(bookable::occupied).toList());
    count.mark(taken.stream().filter(each -> each.unit() <= capacity).toList());
    var free = new ArrayList<Slot>();
    var takenUnits = 0;
    for (var i = 0; i < slots.size(); i++) {
      takenUnits += count.marks[i];
      if (takenUnits < capacity) {
        var slot = slots.get(i);
        var price = bookable.resource().price() == null ? null : bookable.priceOfUnit(slot, true);
        free.add(new Slot(slot, capacity - takenUnits, price));
      }
    }
    return free;
  }

  private void mark(List<Taken> taken) {
    var byUnit =
        taken.stream()
            .sorted(
                Comparator.comparingInt(Taken::unit).thenComparing(each -> each.occupied().start()))
            .toList();
    var unit = 0;
    var next = 0; // the first slot that this unit is not known to be taken for
    for (var each : byUnit) {
      if (each.unit() != unit) {
        unit = each.unit();
        next = 0;
      }
      var from = Math.max(next, firstEndingAfter(each.occupied().start()));
      var to = firstStartingNotBefore(each.occupied().end());
      if (from < to) {
        marks[from]++;
        marks[to]--;
        next = to;
      }
    }
  }

  private int firstEndingAfter(Instant instant) {
    var low = 0;
    var high = occupied.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (occupied.get(middle).end().isAfter(instant)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private int firstStartingNotBefore(Instant instant) {
    var low = 0;
    var high = occupied.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (occupied.get(middle).start().isBefore(instant)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
