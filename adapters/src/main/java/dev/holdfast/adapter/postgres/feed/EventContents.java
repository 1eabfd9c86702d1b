package dev.holdfast.adapter.postgres.feed;

import dev.holdfast.feed.LoggedEvent.Touched;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the readers of the log must know of an event's data, whatever else stands there. Of data
 * that make no sense nothing is known, and nothing fails: whoever handles the event finds out and
 * parks it, while a log that could not be read would hold up everyone.
 */
final class EventContents {
  private static final Content NOTHING = new Content(null, null, null);

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
  record Content(@Nullable UUID userId, @Nullable List<Item> items, @Nullable Duration horizon) {
    Content {
      items = items == null ? null : List.copyOf(items);
    }
  }

  record Item(UUID resourceId, Instant start, Instant end, @Nullable TimeRange occupied) {
    Item {
      Objects.requireNonNull(resourceId);
      Objects.requireNonNull(start);
      Objects.requireNonNull(end);
    }

    private Stream<Touched> touched() {
      return occupied == null
          ? stretch(resourceId, start, end)
          : Stream.of(new Touched(resourceId, occupied));
    }
  }

  Content read(String data) {
    try {
      var content = reader.<@Nullable Content>readValue(data);
      return content == null ? NOTHING : content;
    } catch (JacksonException unreadable) {
      return NOTHING;
    }
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
      return stretch(aggregateId, at, at.plus(horizon)).toList();
    }
    return TAKES_OR_FREES.contains(type)
        ? Stream.concat(items(movedFrom), items(content)).flatMap(Item::touched).toList()
        : List.of();
  }

  private static Stream<Touched> stretch(UUID resource, Instant start, Instant end) {
    return start.isBefore(end)
        ? Stream.of(new Touched(resource, new TimeRange(start, end)))
        : Stream.empty();
  }

  private static Stream<Item> items(@Nullable Content content) {
    return content == null || content.items() == null ? Stream.empty() : content.items().stream();
  }
}
