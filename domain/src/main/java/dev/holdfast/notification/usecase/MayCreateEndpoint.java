package dev.holdfast.notification.usecase;

import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import org.jspecify.annotations.Nullable;

/** May the actor make an endpoint for this venue, or for all? Answers true, or refuses. */
public record MayCreateEndpoint(Actor actor, @Nullable VenueId venue) implements Query<Boolean> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
