package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.feed.LoggedEvent.Touched;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What the readers of the log must know of an event's data, whatever else stands there. */
final class EventContents {
  private static final Set<String> TAKES_OR_FREES =
      Set.of(
          "booking.created",
          "booking.rescheduled",
          "booking.declined",
          "booking.cancelled",
          "booking.expired",
          "booking.completed",
          "booking.no_show");

  private final ObjectReader reader;

  EventContents(JsonMapper json) {
    reader =
        json.readerFor(Content.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** Fields that some aggregates have, under the names that their facts give them. */
  record Content(@Nullable UUID userId, @Nullable List<Item> items, @Nullable Duration horizon) {}

  record Item(UUID resourceId, Instant start, Instant end, @Nullable TimeRange occupied) {
    private Touched touched() {
      return new Touched(resourceId, occupied == null ? new TimeRange(start, end) : occupied);
    }
  }

  Content read(String data) {
    return reader.readValue(data);
  }

  /**
   * The time that an event touches. What changes a resource may change all of it that can be
   * booked.
   *
   * @param movedFrom what the aggregate was before it went elsewhere
   */
  static List<Touched> touched(
      String type, UUID aggregateId, Instant at, Content content, @Nullable Content movedFrom) {
    var horizon = content.horizon();
    if (horizon != null) {
      return List.of(new Touched(aggregateId, new TimeRange(at, at.plus(horizon))));
    }
    return TAKES_OR_FREES.contains(type)
        ? Stream.concat(items(movedFrom), items(content)).map(Item::touched).toList()
        : List.of();
  }

  private static Stream<Item> items(@Nullable Content content) {
    return content == null || content.items() == null ? Stream.empty() : content.items().stream();
  }
}
