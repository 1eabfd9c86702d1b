package dev.holdfast.notification.usecase;

import dev.holdfast.notification.EndpointId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;

/** Ends an endpoint: nothing is sent there any more. Answers true. */
public record DeleteEndpoint(Actor actor, EndpointId endpoint, Precondition precondition)
    implements Command<Boolean> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
