package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.VenueTerms;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Command;

/** Puts a venue on other terms; for its managers. */
public record ChangeVenue(Actor actor, VenueId venue, Precondition precondition, VenueTerms terms)
    implements Command<Venue> {
  @Override
  public Permission permission() {
    return Permission.VENUE_UPDATE;
  }
}
