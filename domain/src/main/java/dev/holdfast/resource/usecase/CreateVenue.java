package dev.holdfast.resource.usecase;

import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueTerms;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;

/**
 * Makes a venue.
 *
 * @param terms name, time zone and currency must be given
 */
public record CreateVenue(Actor actor, VenueTerms terms) implements Command<Venue> {
  @Override
  public Permission permission() {
    return Permission.VENUE_CREATE;
  }
}
