package dev.holdfast.adapter.web.resource;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceFacts;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.usecase.ChangeResource;
import dev.holdfast.resource.usecase.CreateResource;
import dev.holdfast.resource.usecase.DeactivateResource;
import dev.holdfast.resource.usecase.GetResource;
import dev.holdfast.resource.usecase.ListResources;
import dev.holdfast.resource.usecase.MayChangeResource;
import dev.holdfast.resource.usecase.MayChangeVenue;
import dev.holdfast.resource.usecase.StreamResources;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reads what is asked of resources and renders what comes of it. */
public final class ResourceHandler {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Lists lists;

  public ResourceHandler(CommandBus commands, QueryBus queries, Lists lists) {
    this.commands = commands;
    this.queries = queries;
    this.lists = lists;
  }

  Mono<ServerResponse> create(ServerRequest request) {
    var venue = new VenueId(QueryParams.id(request, "id"));
    var actor = Callers.of(request);
    var mayMake = new MayChangeVenue(actor, venue, new Precondition.Any());
    return JsonBody.read(request)
        .map(body -> body.form(ResourceForms::creation))
        .flatMap(form -> form.after(() -> queries.ask(mayMake)))
        .flatMap(terms -> commands.send(new CreateResource(actor, venue, terms)))
        .flatMap(
            resource ->
                Answers.created(
                    "/v1/resources/" + resource.id(),
                    ResourceFacts.of(resource),
                    resource.version()));
  }

  Mono<ServerResponse> list(ServerRequest request) {
    var actor = Callers.of(request);
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    var venue = query.uuid("venueId").optional();
    var filter =
        new Resources.Filter(
            venue == null ? null : new VenueId(venue),
            query.text("kind", 1, 50).optional(),
            query.text("q", 1, 200).optional());
    query.check();
    return Lists.isStreamed(request)
        ? Lists.stream(queries.stream(new StreamResources(actor, filter)), ResourceFacts::of)
        : queries
            .ask(new ListResources(actor, filter, page))
            .flatMap(resources -> lists.page(request, resources, ResourceFacts::of));
  }

  Mono<ServerResponse> show(ServerRequest request) {
    var id = new ResourceId(QueryParams.id(request, "id"));
    return queries.ask(new GetResource(Callers.of(request), id)).flatMap(ResourceHandler::answer);
  }

  Mono<ServerResponse> change(ServerRequest request) {
    var id = new ResourceId(QueryParams.id(request, "id"));
    var actor = Callers.of(request);
    var precondition = ETags.precondition(request);
    return JsonBody.read(request)
        .map(body -> body.form(ResourceForms::change))
        .flatMap(
            form -> form.after(() -> queries.ask(new MayChangeResource(actor, id, precondition))))
        .flatMap(terms -> commands.send(new ChangeResource(actor, id, precondition, terms)))
        .flatMap(ResourceHandler::answer);
  }

  Mono<ServerResponse> deactivate(ServerRequest request) {
    var id = new ResourceId(QueryParams.id(request, "id"));
    return commands
        .send(new DeactivateResource(Callers.of(request), id))
        .then(Mono.defer(Answers::noContent));
  }

  private static Mono<ServerResponse> answer(Resource resource) {
    return Answers.ok(ResourceFacts.of(resource), resource.version());
  }
}
