package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** One resource. */
public record GetResource(Actor actor, ResourceId resource) implements Query<Resource> {
  @Override
  public Permission permission() {
    return Permission.CATALOGUE_READ;
  }
}
