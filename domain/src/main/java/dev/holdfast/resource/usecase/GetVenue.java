package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** One venue. */
public record GetVenue(Actor actor, VenueId venue) implements Query<Venue> {
  @Override
  public Permission permission() {
    return Permission.CATALOGUE_READ;
  }
}
