package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Venue;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** A piece of all venues, newest first. */
public record ListVenues(Actor actor, Page.Request page) implements Query<Page<Venue>> {
  @Override
  public Permission permission() {
    return Permission.CATALOGUE_READ;
  }
}
