package dev.holdfast.notification;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in plain values: the form in which its events and its representation carry it. The
 * field names are part of the contract with clients. There is no secret in it.
 */
public record EndpointFacts(
    UUID id,
    @Nullable UUID venueId,
    String url,
    List<String> types,
    @Nullable String description,
    boolean isActive,
    @Nullable String pausedReason,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public EndpointFacts {
    types = List.copyOf(types);
  }

  /** The endpoint in plain values. */
  public static EndpointFacts of(Endpoint endpoint) {
    var venue = endpoint.venueId();
    var paused = endpoint.pausedReason();
    return new EndpointFacts(
        endpoint.id().value(),
        venue == null ? null : venue.value(),
        endpoint.url(),
        endpoint.types(),
        endpoint.description(),
        endpoint.isActive(),
        paused == null ? null : paused.name().toLowerCase(Locale.ROOT),
        endpoint.version(),
        endpoint.createdAt(),
        endpoint.updatedAt());
  }
}
