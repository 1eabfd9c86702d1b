package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Command;

/** Takes a user off the staff of a venue; for its managers. */
public record RemoveStaff(Actor actor, VenueId venue, UserId user) implements Command<Venue> {
  @Override
  public Permission permission() {
    return Permission.VENUE_UPDATE;
  }
}
