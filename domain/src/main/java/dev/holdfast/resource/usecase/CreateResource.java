package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceTerms;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;

/**
 * Makes a resource of a venue; for its managers.
 *
 * @param terms the name must be given
 */
public record CreateResource(Actor actor, VenueId venue, ResourceTerms terms)
    implements Command<Resource> {
  @Override
  public Permission permission() {
    return Permission.RESOURCE_MANAGE;
  }
}
