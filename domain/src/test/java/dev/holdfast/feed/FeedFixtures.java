package dev.holdfast.feed;

import dev.holdfast.feed.LoggedEvent.Metadata;
import dev.holdfast.resource.VenueId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events for tests. */
public final class FeedFixtures {
  public static final Instant NOON = Instant.parse("2027-03-01T12:00:00.123456Z");
  public static final VenueId VENUE =
      new VenueId(UUID.fromString("0190a000-0000-7000-8000-000000000001"));

  /** Whose all of these bookings are. */
  public static final UUID OWNER = UUID.fromString("0190a000-0000-7000-8000-0000000000bb");

  private FeedFixtures() {}

  /** An event of a booking, at this place in the log. */
  public static LoggedEvent anEvent(Position position, UUID booking, long version) {
    return anEvent(position, booking, version, "{\"status\":\"V%d\"}".formatted(version));
  }

  public static LoggedEvent anEvent(Position position, UUID booking, long version, String data) {
    return new LoggedEvent(
        position,
        version == 1 ? "booking.created" : "booking.confirmed",
        "booking",
        booking,
        version,
        NOON.plusSeconds(version),
        VENUE,
        OWNER,
        List.of(),
        data,
        new Metadata(
            UUID.fromString("0190a000-0000-7000-8000-0000000000aa"), null, "r", null, null));
  }

  /** An event of this type, about a user. */
  public static LoggedEvent anEvent(String type, UUID user) {
    return new LoggedEvent(
        new Position(7, 1),
        type,
        "user",
        user,
        2,
        NOON,
        null,
        user,
        List.of(),
        "{}",
        new Metadata(user, null, "r", null, null));
  }
}
