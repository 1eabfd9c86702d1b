package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** All endpoints that the actor may see, newest first, as they are asked for. */
public record StreamEndpoints(Actor actor) implements Query<Endpoint> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
