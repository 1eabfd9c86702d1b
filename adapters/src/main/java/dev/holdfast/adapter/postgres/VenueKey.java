package dev.holdfast.adapter.postgres;

import dev.holdfast.resource.VenueId;
import io.r2dbc.spi.Readable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the column {@code venue_id} tells whose a row is: it stands in keys, which know no null. */
public final class VenueKey {
  private static final UUID NONE = new UUID(0, 0);

  private VenueKey() {}

  /** The key of what belongs to a venue, or to none. */
  public static UUID of(@Nullable VenueId venue) {
    return of(venue == null ? null : venue.value());
  }

  /** As {@link #of(VenueId)}. */
  public static UUID of(@Nullable UUID venue) {
    return venue == null ? NONE : venue;
  }

  /** The venue that a row belongs to, or null when it belongs to none. */
  public static @Nullable VenueId read(Readable row) {
    var id = Column.uuid(row, "venue_id");
    return NONE.equals(id) ? null : new VenueId(id);
  }
}
