package dev.holdfast.notification;

import dev.holdfast.resource.VenueId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose endpoints somebody may see.
 *
 * @param seesAll whether they stand above venues
 * @param venues those that they manage
 */
public record EndpointScope(boolean seesAll, Set<VenueId> venues) {
  /** All there are. */
  public static final EndpointScope EVERYTHING = new EndpointScope(true, Set.of());

  public EndpointScope {
    venues = Set.copyOf(venues);
  }

  /** Whether they may see what belongs to this venue, or to none. */
  public boolean covers(@Nullable VenueId venue) {
    return seesAll || (venue != null && venues.contains(venue));
  }
}
