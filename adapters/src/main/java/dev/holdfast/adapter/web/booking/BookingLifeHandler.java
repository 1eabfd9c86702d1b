package dev.holdfast.adapter.web.booking;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.usecase.AnnotateBooking;
import dev.holdfast.booking.usecase.ApproveBooking;
import dev.holdfast.booking.usecase.BookingChange;
import dev.holdfast.booking.usecase.CancelBooking;
import dev.holdfast.booking.usecase.CheckInBooking;
import dev.holdfast.booking.usecase.CompleteBooking;
import dev.holdfast.booking.usecase.ConfirmBooking;
import dev.holdfast.booking.usecase.DeclineBooking;
import dev.holdfast.booking.usecase.ExtendBooking;
import dev.holdfast.booking.usecase.MayChangeBooking;
import dev.holdfast.booking.usecase.ReportNoShow;
import dev.holdfast.booking.usecase.RescheduleBooking;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reads requests to change bookings and answers with the bookings as they are then. */
public final class BookingLifeHandler {
  private final CommandBus commands;
  private final QueryBus queries;

  public BookingLifeHandler(CommandBus commands, QueryBus queries) {
    this.commands = commands;
    this.queries = queries;
  }

  Mono<ServerResponse> confirm(ServerRequest request) {
    return simply(request, Permission.BOOKING_UPDATE, ConfirmBooking::new);
  }

  Mono<ServerResponse> extend(ServerRequest request) {
    return simply(request, Permission.BOOKING_UPDATE, ExtendBooking::new);
  }

  Mono<ServerResponse> approve(ServerRequest request) {
    return simply(request, Permission.BOOKING_MANAGE, ApproveBooking::new);
  }

  Mono<ServerResponse> checkIn(ServerRequest request) {
    return simply(request, Permission.BOOKING_MANAGE, CheckInBooking::new);
  }

  Mono<ServerResponse> complete(ServerRequest request) {
    return simply(request, Permission.BOOKING_MANAGE, CompleteBooking::new);
  }

  Mono<ServerResponse> noShow(ServerRequest request) {
    return simply(request, Permission.BOOKING_MANAGE, ReportNoShow::new);
  }

  Mono<ServerResponse> cancel(ServerRequest request) {
    return optionally(
        request,
        Permission.BOOKING_CANCEL,
        (body, actor, id, seen) ->
            new CancelBooking(actor, id, seen, BookingForms.text(body, "reason").optional()));
  }

  Mono<ServerResponse> decline(ServerRequest request) {
    return optionally(
        request,
        Permission.BOOKING_MANAGE,
        (body, actor, id, seen) ->
            new DeclineBooking(actor, id, seen, BookingForms.text(body, "reason").optional()));
  }

  Mono<ServerResponse> reschedule(ServerRequest request) {
    return change(
        request,
        JsonBody.read(request),
        Permission.BOOKING_UPDATE,
        (body, actor, id, seen) ->
            new RescheduleBooking(actor, id, seen, BookingForms.items(body)));
  }

  Mono<ServerResponse> annotate(ServerRequest request) {
    return change(
        request,
        JsonBody.read(request),
        Permission.BOOKING_UPDATE,
        (body, actor, id, seen) ->
            new AnnotateBooking(actor, id, seen, BookingForms.text(body, "note").changeOrClear()));
  }

  /** A change about which there is nothing more to say. */
  private interface Plain {
    BookingChange of(Actor actor, BookingId booking, Precondition seen);
  }

  /** A change about which the body says more. */
  private interface Told {
    BookingChange of(JsonBody body, Actor actor, BookingId booking, Precondition seen);
  }

  private Mono<ServerResponse> simply(ServerRequest request, Permission needed, Plain plain) {
    return optionally(request, needed, (body, actor, id, seen) -> plain.of(actor, id, seen));
  }

  private Mono<ServerResponse> optionally(ServerRequest request, Permission needed, Told told) {
    return change(request, JsonBody.readOptional(request), needed, told);
  }

  private Mono<ServerResponse> change(
      ServerRequest request, Mono<JsonBody> content, Permission needed, Told told) {
    var actor = Callers.of(request);
    var id = new BookingId(QueryParams.id(request, "id"));
    var seen = ETags.precondition(request);
    return content
        .map(body -> body.form(fields -> told.of(fields, actor, id, seen)))
        .flatMap(
            form -> form.after(() -> queries.ask(new MayChangeBooking(actor, id, seen, needed))))
        .flatMap(commands::send)
        .flatMap(BookingHandler::answer);
  }
}
