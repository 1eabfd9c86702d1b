package dev.holdfast.notification.usecase;

import dev.holdfast.notification.EndpointId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Query;

/** May the actor change this endpoint, in the version they have seen? Answers true, or refuses. */
public record MayChangeEndpoint(Actor actor, EndpointId endpoint, Precondition precondition)
    implements Query<Boolean> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
