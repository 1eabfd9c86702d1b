package dev.holdfast.feed;

import dev.holdfast.resource.VenueId;
import java.util.Set;
import java.util.UUID;

/**
 * Whose events somebody may see: what is public, what is theirs, and what happens in the venues
 * they manage.
 *
 * @param seesAll whether they stand above venues and owners
 * @param venues those that they manage
 */
public record Audience(UUID userId, boolean seesAll, Set<VenueId> venues) {
  private static final Set<String> PUBLIC = Set.of("venue", "resource");

  public Audience {
    venues = Set.copyOf(venues);
  }

  /** Whether this event is for them. */
  public boolean sees(LoggedEvent event) {
    var venue = event.venueId();
    return seesAll
        || PUBLIC.contains(event.aggregateType())
        || userId.equals(event.ownerId())
        || (venue != null && venues.contains(venue));
  }
}
