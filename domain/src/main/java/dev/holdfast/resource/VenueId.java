package dev.holdfast.resource;

import dev.holdfast.shared.Ids;
import java.util.UUID;

/** The id of a {@link Venue}. */
public record VenueId(UUID value) {
  /** A new id, unlike any other. */
  public static VenueId next() {
    return new VenueId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
