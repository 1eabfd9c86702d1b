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
 * Whatever the actor may see, as it happens. The answer is a stream that has been granted: what can
 * be refused has been refused before there is one.
 *
 * @param after where to take up again; absent to begin with what happens from now on
 */
public record FollowEvents(Actor actor, EventFilter filter, @Nullable Position after)
    implements Query<Flux<LoggedEvent>> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
