package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Command;

/** Makes a user one of the managers of a venue; for its managers. */
public record AddStaff(Actor actor, VenueId venue, UserId user) implements Command<Venue> {
  @Override
  public Permission permission() {
    return Permission.VENUE_UPDATE;
  }
}
