package dev.holdfast.adapter.web.feed;

import static org.springframework.http.HttpMethod.GET;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.EventFilter;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.usecase.BookingAsOf;
import dev.holdfast.feed.usecase.FollowBooking;
import dev.holdfast.feed.usecase.FollowEvents;
import dev.holdfast.feed.usecase.FollowResource;
import dev.holdfast.feed.usecase.ListChanges;
import dev.holdfast.feed.usecase.ListChanges.Changes;
import dev.holdfast.feed.usecase.ReadHistory;
import dev.holdfast.feed.usecase.StreamChanges;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.QueryBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What can be followed as it happens, or read afterwards. A stream ends when the token ends that it
 * was asked for with: who follows comes back with a new one, and is looked at afresh.
 */
public final class FeedRoutes implements RouteGroup {
  private static final String AFTER = "after";
  private static final int LIMIT_MAX = 200;
  private static final int LIMIT = 50;
  private static final int TYPES_MAX = 20;
  private static final Pattern TYPE = Pattern.compile("(?=.{1,64}$)[a-z_]+\\.(?:[a-z_]+|\\*)");

  private final QueryBus queries;
  private final EventViews views;
  private final InstantSource clock;

  public FeedRoutes(QueryBus queries, EventViews views, InstantSource clock) {
    this.queries = queries;
    this.views = views;
    this.clock = clock;
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
        .secured(GET, "/v1/bookings/{id}/history", Permission.BOOKING_READ, this::history)
        .secured(
            GET,
            "/v1/resources/{id}/events",
            Permission.BOOKING_READ,
            this::followResource,
            MediaType.TEXT_EVENT_STREAM)
        .secured(
            GET,
            "/v1/events",
            Permission.BOOKING_READ,
            this::followEvents,
            MediaType.TEXT_EVENT_STREAM)
        .secured(GET, "/v1/changes", Permission.BOOKING_READ, this::changes, Lists.types());
  }

  private Mono<ServerResponse> followBooking(ServerRequest request) {
    var query = QueryParams.of(request);
    var booking = new BookingId(query.pathId("id"));
    var after = LastEventId.of(request, query);
    return queries
        .ask(new FollowBooking(Callers.of(request), booking, after))
        .flatMap(news -> answer(request, news.concatMap(views::render, 0)));
  }

  private Mono<ServerResponse> followResource(ServerRequest request) {
    var query = QueryParams.of(request);
    var resource = new ResourceId(query.pathId("id"));
    var after = LastEventId.of(request, query);
    return queries
        .ask(new FollowResource(Callers.of(request), resource, after))
        .flatMap(
            events ->
                answer(
                    request,
                    events.concatMapIterable(
                        event -> EventViews.availability(event, resource.value()), 1)));
  }

  private Mono<ServerResponse> followEvents(ServerRequest request) {
    var query = QueryParams.of(request);
    var filter = filter(query);
    var after = LastEventId.of(request, query);
    return queries
        .ask(new FollowEvents(Callers.of(request), filter, after))
        .flatMap(events -> answer(request, events.concatMap(views::render, 0)));
  }

  private Mono<ServerResponse> answer(ServerRequest request, Flux<EventStream.Event> events) {
    var until = Callers.of(request).knownUntil();
    return EventStream.answer(
        until == null
            ? events
            : events.takeUntilOther(Mono.delay(Duration.between(clock.instant(), until))));
  }

  private Mono<ServerResponse> changes(ServerRequest request) {
    var query = QueryParams.of(request);
    var filter = filter(query);
    var after = LastEventId.position(query, AFTER).optional();
    var limit = query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT);
    query.check();
    var actor = Callers.of(request);
    return Lists.isStreamed(request)
        ? queries
            .ask(new StreamChanges(actor, filter, after))
            .flatMap(events -> Lists.stream(events.concatMap(views::event, 0), event -> event))
        : queries
            .ask(new ListChanges(actor, filter, after, limit))
            .flatMap(changes -> page(request, changes));
  }

  private Mono<ServerResponse> page(ServerRequest request, Changes changes) {
    var next = changes.next() == null ? null : changes.next().toString();
    var answer = Answers.json(HttpStatus.OK);
    if (next != null) {
      answer.header(HttpHeaders.LINK, Lists.next(request, AFTER, next));
    }
    return Flux.fromIterable(changes.events())
        .concatMap(views::event)
        .collectList()
        .flatMap(events -> answer.bodyValue(Json.bytes(new ChangesJson(events, next))));
  }

  private static EventFilter filter(QueryParams query) {
    var types =
        query
            .<List<String>>read(
                "types",
                List.of(),
                text -> {
                  var parts = List.of(text.split(",", -1));
                  return parts.size() <= TYPES_MAX
                          && parts.stream().allMatch(part -> TYPE.matcher(part).matches())
                      ? parts
                      : null;
                },
                "must be types of events such as booking.cancelled or booking.*, separated by"
                    + " commas")
            .orElse(List.of());
    var venue = query.uuid("venueId").optional();
    return new EventFilter(types, venue == null ? null : new VenueId(venue));
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
            .flatMap(views::after)
            .flatMap(Answers::ok);
  }

  private Mono<ServerResponse> events(List<LoggedEvent> history) {
    return Flux.fromIterable(history)
        .concatMap(views::event)
        .collectList()
        .flatMap(events -> Answers.ok(new History(events)));
  }

  private record History(List<EventJson> items) {}

  private record ChangesJson(List<EventJson> items, @Nullable String nextCursor) {}
}
