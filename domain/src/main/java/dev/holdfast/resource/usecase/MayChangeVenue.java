package dev.holdfast.resource.usecase;

import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.Query;

/**
 * May the actor change this venue, in the version they have seen? Answers true, or refuses as the
 * change itself would before it looks at what is asked.
 */
public record MayChangeVenue(Actor actor, VenueId venue, Precondition precondition)
    implements Query<Boolean> {
  @Override
  public Permission permission() {
    return Permission.VENUE_UPDATE;
  }
}
