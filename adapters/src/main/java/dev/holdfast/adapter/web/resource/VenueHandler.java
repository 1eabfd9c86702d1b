package dev.holdfast.adapter.web.resource;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueFacts;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.usecase.AddStaff;
import dev.holdfast.resource.usecase.ChangeVenue;
import dev.holdfast.resource.usecase.CreateVenue;
import dev.holdfast.resource.usecase.GetVenue;
import dev.holdfast.resource.usecase.ListVenues;
import dev.holdfast.resource.usecase.MayChangeVenue;
import dev.holdfast.resource.usecase.RemoveStaff;
import dev.holdfast.resource.usecase.StreamVenues;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reads what is asked of venues and renders what comes of it. */
public final class VenueHandler {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Lists lists;

  public VenueHandler(CommandBus commands, QueryBus queries, Lists lists) {
    this.commands = commands;
    this.queries = queries;
    this.lists = lists;
  }

  Mono<ServerResponse> create(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .map(body -> new CreateVenue(actor, body.as(VenueForms::creation)))
        .flatMap(commands::send)
        .flatMap(
            venue ->
                Answers.created("/v1/venues/" + venue.id(), VenueFacts.of(venue), venue.version()));
  }

  Mono<ServerResponse> list(ServerRequest request) {
    var actor = Callers.of(request);
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    query.check();
    return Lists.isStreamed(request)
        ? Lists.stream(queries.stream(new StreamVenues(actor)), VenueFacts::of)
        : queries
            .ask(new ListVenues(actor, page))
            .flatMap(venues -> lists.page(request, venues, VenueFacts::of));
  }

  Mono<ServerResponse> show(ServerRequest request) {
    var id = new VenueId(QueryParams.id(request, "id"));
    return queries.ask(new GetVenue(Callers.of(request), id)).flatMap(VenueHandler::answer);
  }

  Mono<ServerResponse> change(ServerRequest request) {
    var id = new VenueId(QueryParams.id(request, "id"));
    var actor = Callers.of(request);
    var precondition = ETags.precondition(request);
    return JsonBody.read(request)
        .map(body -> body.form(VenueForms::change))
        .flatMap(form -> form.after(() -> queries.ask(new MayChangeVenue(actor, id, precondition))))
        .flatMap(terms -> commands.send(new ChangeVenue(actor, id, precondition, terms)))
        .flatMap(VenueHandler::answer);
  }

  Mono<ServerResponse> addStaff(ServerRequest request) {
    var query = QueryParams.of(request);
    var command =
        new AddStaff(
            Callers.of(request),
            new VenueId(query.pathId("id")),
            new UserId(query.pathId("userId")));
    query.check();
    return commands.send(command).then(Mono.defer(Answers::noContent));
  }

  Mono<ServerResponse> removeStaff(ServerRequest request) {
    var query = QueryParams.of(request);
    var command =
        new RemoveStaff(
            Callers.of(request),
            new VenueId(query.pathId("id")),
            new UserId(query.pathId("userId")));
    query.check();
    return commands.send(command).then(Mono.defer(Answers::noContent));
  }

  private static Mono<ServerResponse> answer(Venue venue) {
    return Answers.ok(VenueFacts.of(venue), venue.version());
  }
}
