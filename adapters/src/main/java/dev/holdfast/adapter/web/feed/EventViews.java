package dev.holdfast.adapter.web.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.booking.BookingJson;
import dev.holdfast.adapter.web.feed.EventStream.Event;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingView;
import dev.holdfast.feed.BookingNews;
import dev.holdfast.feed.BookingNews.Change;
import dev.holdfast.feed.BookingNews.Snapshot;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.LoggedEvent.Touched;
import dev.holdfast.resource.ResourceFacts;
import dev.holdfast.resource.VenueFacts;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.user.UserFacts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders what has happened for someone who may see it; it looks the same to all of them. So what
 * is followed live is rendered once, and kept for as long as it may take the slower ones to have
 * it: with fifty followers that was more work than all the bookings they heard of.
 */
public final class EventViews {
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final int KEPT_MAX = 2_000;

  /** By the event itself: those who follow live share it, those who catch up have their own. */
  private final Cache<LoggedEvent, Mono<Event>> rendered =
      Caffeine.newBuilder().weakKeys().maximumSize(KEPT_MAX).expireAfterWrite(KEPT).build();

  private final Function<BookingFacts, Mono<BookingView>> view;
  private final ObjectReader bookings;
  private final ObjectReader venues;
  private final ObjectReader resources;
  private final ObjectReader users;

  /**
   * @param view opens the booking's texts
   * @param stored the mapper that events are written with
   */
  public EventViews(Function<BookingFacts, Mono<BookingView>> view, JsonMapper stored) {
    this.view = view;
    bookings = reader(stored, BookingFacts.class);
    venues = reader(stored, VenueFacts.class);
    resources = reader(stored, ResourceFacts.class);
    users = reader(stored, UserFacts.class);
  }

  /** Reads the public form out of what is kept, which may be more. */
  private static ObjectReader reader(JsonMapper stored, Class<?> type) {
    return stored.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  Mono<Event> render(BookingNews news) {
    return switch (news) {
      case Snapshot(var position, var booking) ->
          view.apply(booking)
              .map(shown -> new Event(position.toString(), "snapshot", BookingJson.of(shown)));
      case Change(var event) -> render(event);
    };
  }

  /** An event for a stream that tells of all kinds. */
  Mono<Event> render(LoggedEvent event) {
    return rendered.get(event, this::rendered);
  }

  private Mono<Event> rendered(LoggedEvent event) {
    return Mono.defer(() -> event(event))
        .map(json -> new Event(json.id(), event.type(), json))
        .cacheInvalidateIf(_ -> false); // a failure is not kept
  }

  /** The JSON of an event as it looks in every stream, for those who send it elsewhere. */
  public Mono<String> text(LoggedEvent event) {
    return event(event).map(Json.mapper()::writeValueAsString);
  }

  /** An event as it looks in every stream. */
  Mono<EventJson> event(LoggedEvent event) {
    return switch (event.aggregateType()) {
      case "booking" -> after(event).map(booking -> EventJson.of(event, booking));
      case "venue" -> Mono.fromSupplier(() -> read(venues, event));
      case "resource" -> Mono.fromSupplier(() -> read(resources, event));
      case "user" -> Mono.fromSupplier(() -> read(users, event));
      default -> Mono.error(() -> new IllegalStateException("no public form: " + event.type()));
    };
  }

  private static EventJson read(ObjectReader facts, LoggedEvent event) {
    return EventJson.of(event, facts.<Object>readValue(event.data()));
  }

  /** The booking as it was after the event. */
  Mono<BookingJson> after(LoggedEvent event) {
    return view.apply(bookings.readValue(event.data())).map(BookingJson::of);
  }

  /**
   * What it means for the time of a resource, and nothing else about it: each stretch once, by
   * start. The position comes with the last, so that whoever resumes has had all of them.
   */
  static List<Event> availability(LoggedEvent event, UUID resource) {
    var ranges =
        event.touched().stream()
            .filter(time -> time.resourceId().equals(resource))
            .map(Touched::range)
            .distinct()
            .sorted(Comparator.comparing(TimeRange::start).thenComparing(TimeRange::end))
            .toList();
    return IntStream.range(0, ranges.size())
        .mapToObj(
            index ->
                new Event(
                    index == ranges.size() - 1 ? event.position().toString() : null,
                    "availability.changed",
                    ranges.get(index)))
        .toList();
  }
}
