package dev.holdfast.feed.usecase;

import dev.holdfast.feed.EventFilter;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened of what the actor may see, the oldest first.
 *
 * @param after only what stands behind this; absent for everything
 * @param limit at most this many
 */
public record ListChanges(Actor actor, EventFilter filter, @Nullable Position after, int limit)
    implements Query<ListChanges.Changes> {

  /**
   * @param next where to go on: the last event here, or the place asked for when there is none. It
   *     lies behind the last event only where so many others stood in between that looking through
   *     them was put off.
   */
  public record Changes(List<LoggedEvent> events, @Nullable Position next) {
    public Changes {
      events = List.copyOf(events);
    }
  }

  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
