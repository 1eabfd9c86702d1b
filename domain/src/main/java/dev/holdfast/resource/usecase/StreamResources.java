package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Resource;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** All matching resources, newest first, as they are asked for. */
public record StreamResources(Actor actor, Resources.Filter filter) implements Query<Resource> {
  @Override
  public Permission permission() {
    return Permission.CATALOGUE_READ;
  }
}
