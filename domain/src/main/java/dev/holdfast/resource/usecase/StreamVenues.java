package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Venue;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** All venues, newest first, as they are asked for. */
public record StreamVenues(Actor actor) implements Query<Venue> {
  @Override
  public Permission permission() {
    return Permission.CATALOGUE_READ;
  }
}
