package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Resource;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** A piece of the matching resources, newest first. */
public record ListResources(Actor actor, Resources.Filter filter, Page.Request page)
    implements Query<Page<Resource>> {
  @Override
  public Permission permission() {
    return Permission.CATALOGUE_READ;
  }
}
