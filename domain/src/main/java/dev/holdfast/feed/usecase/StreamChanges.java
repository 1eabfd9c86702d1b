package dev.holdfast.feed.usecase;

import dev.holdfast.feed.EventFilter;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * All that has happened until now of what the actor may see, the oldest first. The answer is a
 * stream that has been granted: what can be refused has been refused before there is one.
 *
 * @param after only what stands behind this; absent for everything
 */
public record StreamChanges(Actor actor, EventFilter filter, @Nullable Position after)
    implements Query<Flux<LoggedEvent>> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
