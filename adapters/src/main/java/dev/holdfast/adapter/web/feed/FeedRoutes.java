package dev.holdfast.adapter.web.feed;

import static org.springframework.http.HttpMethod.GET;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.usecase.BookingAsOf;
import dev.holdfast.feed.usecase.FollowBooking;
import dev.holdfast.feed.usecase.ReadHistory;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.QueryBus;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What can be followed as it happens, or read afterwards. */
public final class FeedRoutes implements RouteGroup {
  private final QueryBus queries;
  private final BookingNewsJson bookingNews;

  public FeedRoutes(QueryBus queries, BookingNewsJson bookingNews) {
    this.queries = queries;
    this.bookingNews = bookingNews;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .secured(
            GET,
            "/v1/bookings/{id}/events",
            Permission.BOOKING_READ,
            this::followBooking,
            MediaType.TEXT_EVENT_STREAM)
        .secured(GET, "/v1/bookings/{id}/history", Permission.BOOKING_READ, this::history);
  }

  private Mono<ServerResponse> followBooking(ServerRequest request) {
    var query = QueryParams.of(request);
    var booking = new BookingId(query.pathId("id"));
    var after = LastEventId.of(request, query);
    return queries
        .ask(new FollowBooking(Callers.of(request), booking, after))
        .flatMap(news -> EventStream.answer(news.concatMap(bookingNews::render, 0)));
  }

  private Mono<ServerResponse> history(ServerRequest request) {
    var query = QueryParams.of(request);
    var booking = new BookingId(query.pathId("id"));
    var asOf = query.instant("asOf").optional();
    query.check();
    var actor = Callers.of(request);
    return asOf == null
        ? queries.ask(new ReadHistory(actor, booking)).flatMap(this::events)
        : queries
            .ask(new BookingAsOf(actor, booking, asOf))
            .flatMap(bookingNews::after)
            .flatMap(Answers::ok);
  }

  private Mono<ServerResponse> events(List<LoggedEvent> history) {
    return Flux.fromIterable(history)
        .concatMap(bookingNews::event)
        .collectList()
        .flatMap(events -> Answers.ok(new History(events)));
  }

  private record History(List<EventJson> items) {}
}
