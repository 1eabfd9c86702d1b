package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** One endpoint. */
public record GetEndpoint(Actor actor, EndpointId endpoint) implements Query<Endpoint> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
