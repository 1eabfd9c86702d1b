package dev.holdfast.feed.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The newest events, as many as it holds. Not safe for use by several threads. */
final class Ring {
  private final Deque<LoggedEvent> events = new ArrayDeque<>();
  private final int capacity;
  private Position floor;

  /**
   * @param floor everything that comes after this will be added
   */
  Ring(int capacity, Position floor) {
    this.capacity = capacity;
    this.floor = floor;
  }

  void add(LoggedEvent event) {
    if (events.size() == capacity) {
      floor = events.removeFirst().position();
    }
    events.addLast(event);
  }

  /** Whether nothing that came after the position has been forgotten. */
  boolean reachesBackTo(Position position) {
    return !floor.isAfter(position);
  }

  /** The wanted events after the position, in order, the oldest so many. */
  List<LoggedEvent> after(Position position, Predicate<LoggedEvent> wanted, int limit) {
    var newestFirst = events.descendingIterator();
    var found = new ArrayList<LoggedEvent>();
    while (newestFirst.hasNext()) {
      var event = newestFirst.next();
      if (!event.position().isAfter(position)) {
        break;
      }
      if (wanted.test(event)) {
        found.add(event);
      }
    }
    var oldestFirst = found.reversed();
    return List.copyOf(oldestFirst.subList(0, Math.min(limit, found.size())));
  }
}
