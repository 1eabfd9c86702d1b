package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Endpoint;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** The endpoints that the actor may see, newest first. */
public record ListEndpoints(Actor actor, Page.Request page) implements Query<Page<Endpoint>> {
  @Override
  public Permission permission() {
    return Permission.WEBHOOK_MANAGE;
  }
}
