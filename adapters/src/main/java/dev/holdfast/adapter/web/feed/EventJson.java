package dev.holdfast.adapter.web.feed;

import dev.holdfast.feed.LoggedEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as clients see it, the same in every stream.
 *
 * @param id its position; opaque to clients
 * @param data the aggregate after it, as the one who reads may see it
 */
record EventJson(
    String id,
    String type,
    String aggregateType,
    UUID aggregateId,
    long version,
    Instant occurredAt,
    @Nullable UUID venueId,
    Object data) {

  static EventJson of(LoggedEvent event, Object data) {
    var venue = event.venueId();
    return new EventJson(
        event.position().toString(),
        event.type(),
        event.aggregateType(),
        event.aggregateId(),
        event.version(),
        event.occurredAt(),
        venue == null ? null : venue.value(),
        data);
  }
}
