package dev.holdfast.feed;

import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as the log keeps it.
 *
 * @param type {@code booking.confirmed}
 * @param aggregateType {@code booking}, {@code resource}, {@code venue}, {@code user}
 * @param version the aggregate's version after it
 * @param venueId absent for what belongs to no venue
 * @param ownerId whose the aggregate is: the user of a booking, a user their own; absent for what
 *     is public
 * @param touched time that was taken or set free by it; several stretches may be the same
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
    @Nullable UUID ownerId,
    List<Touched> touched,
    String data,
    Metadata metadata) {
  private static final Set<String> PUBLISHED =
      Set.of("booking", "payment", "resource", "venue", "user");

  public LoggedEvent {
    touched = List.copyOf(touched);
  }

  /** A stretch of time of a resource, buffers included, in which something else may be free now. */
  public record Touched(UUID resourceId, TimeRange range) {}

  /**
   * Whether it is for anyone outside, whoever they are. What is not is in the log for the audit
   * trail alone.
   */
  public boolean isPublished() {
    return PUBLISHED.contains(aggregateType);
  }

  /** What it is about: its aggregate, and the resources whose time it touches. */
  public Set<UUID> topics() {
    if (touched.isEmpty()) {
      return Set.of(aggregateId);
    }
    var topics = new HashSet<UUID>();
    topics.add(aggregateId);
    touched.forEach(time -> topics.add(time.resourceId()));
    return topics;
  }

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
