package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.ResourceTerms;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;

/** Puts a resource on other terms; for the managers of its venue. Bookings stay as they are. */
public record ChangeResource(
    Actor actor, ResourceId resource, Precondition precondition, ResourceTerms terms)
    implements Command<Resource> {
  @Override
  public Permission permission() {
    return Permission.RESOURCE_MANAGE;
  }
}
