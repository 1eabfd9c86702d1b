package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointTerms;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;

/** Puts an endpoint on other terms. */
public record ChangeEndpoint(
    Actor actor, EndpointId endpoint, Precondition precondition, EndpointTerms terms)
    implements Command<Endpoint> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
