package dev.holdfast.adapter.web.feed;

import dev.holdfast.adapter.web.booking.BookingJson;
import dev.holdfast.adapter.web.feed.EventStream.Event;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingView;
import dev.holdfast.feed.BookingNews;
import dev.holdfast.feed.BookingNews.Change;
import dev.holdfast.feed.BookingNews.Snapshot;
import dev.holdfast.feed.LoggedEvent;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Renders what is told about a booking for someone who may read it. */
public final class BookingNewsJson {
  private final Function<BookingFacts, Mono<BookingView>> view;
  private final ObjectReader facts;

  /**
   * @param view opens the booking's texts
   * @param stored the mapper that events are written with
   */
  public BookingNewsJson(Function<BookingFacts, Mono<BookingView>> view, JsonMapper stored) {
    this.view = view;
    facts =
        stored
            .readerFor(BookingFacts.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  Mono<Event> render(BookingNews news) {
    return switch (news) {
      case Snapshot(var position, var booking) ->
          view.apply(booking)
              .map(shown -> new Event(position.toString(), "snapshot", BookingJson.of(shown)));
      case Change(var event) -> render(event);
    };
  }

  private Mono<Event> render(LoggedEvent event) {
    return event(event).map(json -> new Event(json.id(), event.type(), json));
  }

  /** An event of a booking, as it looks in every stream. */
  Mono<EventJson> event(LoggedEvent event) {
    return after(event).map(booking -> EventJson.of(event, booking));
  }

  /** The booking as it was after the event. */
  Mono<BookingJson> after(LoggedEvent event) {
    return view.apply(facts.readValue(event.data())).map(BookingJson::of);
  }
}
