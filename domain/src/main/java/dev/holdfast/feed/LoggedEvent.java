package dev.holdfast.feed;

import dev.holdfast.resource.VenueId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as the log keeps it.
 *
 * @param type {@code booking.confirmed}
 * @param aggregateType {@code booking}, {@code resource}, {@code venue}, {@code user}
 * @param version the aggregate's version after it
 * @param venueId absent for what belongs to no venue
 * @param data JSON: the aggregate in plain values after the event, personal text sealed or left out
 */
public record LoggedEvent(
    Position position,
    String type,
    String aggregateType,
    UUID aggregateId,
    long version,
    Instant occurredAt,
    @Nullable VenueId venueId,
    String data,
    Metadata metadata) {

  /**
   * Whose doing it was.
   *
   * @param requestId the correlation id of the request, or the name of the server's own task
   */
  public record Metadata(
      @Nullable UUID userId,
      @Nullable UUID sessionId,
      @Nullable String requestId,
      @Nullable String ip,
      @Nullable String userAgent) {}
}
