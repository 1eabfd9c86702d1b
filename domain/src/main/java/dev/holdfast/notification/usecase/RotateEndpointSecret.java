package dev.holdfast.notification.usecase;

import dev.holdfast.notification.EndpointId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;

/** Gives an endpoint a new secret; the one it had signs beside it for a while. */
public record RotateEndpointSecret(Actor actor, EndpointId endpoint, Precondition precondition)
    implements Command<NewEndpoint> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
