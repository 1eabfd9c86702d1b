package dev.holdfast.notification.usecase;

import dev.holdfast.notification.EndpointTerms;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;

/** Makes an endpoint; for managers of its venue, and without a venue for those above them. */
public record CreateEndpoint(Actor actor, EndpointTerms terms) implements Command<NewEndpoint> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
