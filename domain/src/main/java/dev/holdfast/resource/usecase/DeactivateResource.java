package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;

/** Takes a resource off the list; for the managers of its venue. Bookings stay as they are. */
public record DeactivateResource(Actor actor, ResourceId resource) implements Command<Resource> {
  @Override
  public Permission permission() {
    return Permission.RESOURCE_MANAGE;
  }
}
