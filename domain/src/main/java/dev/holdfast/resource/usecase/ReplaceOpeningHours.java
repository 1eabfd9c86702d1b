package dev.holdfast.resource.usecase;

import dev.holdfast.resource.OpeningHours;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;

/** Opens a resource at other hours; for the managers of its venue. Bookings stay as they are. */
public record ReplaceOpeningHours(
    Actor actor, ResourceId resource, Precondition precondition, OpeningHours hours)
    implements Command<Resource> {
  @Override
  public Permission permission() {
    return Permission.RESOURCE_MANAGE;
  }
}
