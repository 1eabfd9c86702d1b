package dev.holdfast.adapter.web.booking;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.IdempotencyKeys;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.Status;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.usecase.BookSlots;
import dev.holdfast.booking.usecase.GetBooking;
import dev.holdfast.booking.usecase.ListBookings;
import dev.holdfast.booking.usecase.StreamBookings;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reads requests for bookings, and shows them. */
public final class BookingHandler {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Lists lists;

  public BookingHandler(CommandBus commands, QueryBus queries, Lists lists) {
    this.commands = commands;
    this.queries = queries;
    this.lists = lists;
  }

  Mono<ServerResponse> book(ServerRequest request) {
    QueryParams.none(request);
    return JsonBody.read(request)
        .flatMap(body -> bookSlots(request, body))
        .flatMap(commands::send)
        .flatMap(BookingAnswer::write);
  }

  private static Mono<BookSlots> bookSlots(ServerRequest request, JsonBody body) {
    var form = body.form(fields -> new Wish(fields));
    var actor = Callers.of(request);
    var key =
        new RequestKey(
            actor.requireUserId(),
            "POST " + request.path(),
            IdempotencyKeys.required(request),
            Base64.getEncoder().encodeToString(body.hash()));
    return Mono.just(form.value().command(actor, key));
  }

  /** The body of a request for slots. */
  static final class Wish {
    private final List<BookSlots.Item> items;
    private final boolean hold;
    private final @Nullable String note;
    private final @Nullable Money total;

    Wish(JsonBody body) {
      items = BookingForms.items(body);
      hold = body.bool("hold").orElse(false);
      note = BookingForms.text(body, "note").optional();
      total = body.money("expectedTotal").optional();
    }

    BookSlots command(Actor actor, RequestKey key) {
      return new BookSlots(actor, items, hold, note, total, key, BookingAnswer::text);
    }
  }

  Mono<ServerResponse> show(ServerRequest request) {
    var id = new BookingId(QueryParams.id(request, "id"));
    return queries.ask(new GetBooking(Callers.of(request), id)).flatMap(BookingHandler::answer);
  }

  Mono<ServerResponse> list(ServerRequest request) {
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    var filter = filter(query);
    var actor = Callers.of(request);
    return Lists.isStreamed(request)
        ? Lists.stream(queries.stream(new StreamBookings(actor, filter)), BookingJson::of)
        : queries
            .ask(new ListBookings(actor, filter, page))
            .flatMap(found -> lists.page(request, found, BookingJson::of));
  }

  private static Bookings.Filter filter(QueryParams query) {
    var statuses = query.someOf("status", Status.class).optional();
    var resource = query.uuid("resourceId").optional();
    var venue = query.uuid("venueId").optional();
    var from = query.instant("from").optional();
    var to = query.instant("to").optional();
    if (from != null && to != null && !from.isBefore(to)) {
      query.refuse("to", "must be after from");
    }
    query.check();
    return new Bookings.Filter(
        null,
        statuses == null ? Set.of() : Set.copyOf(statuses),
        resource == null ? null : new ResourceId(resource),
        venue == null ? null : new VenueId(venue),
        from,
        to);
  }

  static Mono<ServerResponse> answer(BookingView view) {
    return Answers.ok(BookingJson.of(view), view.facts().version());
  }
}
