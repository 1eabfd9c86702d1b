package dev.holdfast.feed.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What touches the time of a resource, as it happens; whose doing it is must not be told. The
 * answer is a stream that has been granted: what can be refused has been refused before there is
 * one.
 *
 * @param after where to take up again; absent to begin with what happens from now on
 */
public record FollowResource(Actor actor, ResourceId resource, @Nullable Position after)
    implements Query<Flux<LoggedEvent>> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
