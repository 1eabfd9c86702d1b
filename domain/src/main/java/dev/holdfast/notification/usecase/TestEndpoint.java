package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;

/** Sends a test to an endpoint at once, once, and answers what came of it. */
public record TestEndpoint(Actor actor, EndpointId endpoint) implements Command<Delivery> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
