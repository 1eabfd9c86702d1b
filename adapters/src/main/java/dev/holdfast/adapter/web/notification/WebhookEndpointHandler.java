package dev.holdfast.adapter.web.notification;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointFacts;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.usecase.ChangeEndpoint;
import dev.holdfast.notification.usecase.CreateEndpoint;
import dev.holdfast.notification.usecase.DeleteEndpoint;
import dev.holdfast.notification.usecase.GetEndpoint;
import dev.holdfast.notification.usecase.ListEndpoints;
import dev.holdfast.notification.usecase.MayChangeEndpoint;
import dev.holdfast.notification.usecase.MayCreateEndpoint;
import dev.holdfast.notification.usecase.NewEndpoint;
import dev.holdfast.notification.usecase.RotateEndpointSecret;
import dev.holdfast.notification.usecase.StreamEndpoints;
import dev.holdfast.notification.usecase.TestEndpoint;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reads what is asked of webhook endpoints and renders what comes of it. */
public final class WebhookEndpointHandler {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Lists lists;

  public WebhookEndpointHandler(CommandBus commands, QueryBus queries, Lists lists) {
    this.commands = commands;
    this.queries = queries;
    this.lists = lists;
  }

  /** An endpoint with its secret: shown when that is made, and never again. */
  private record WithSecret(@JsonUnwrapped EndpointFacts endpoint, String secret) {
    static WithSecret of(NewEndpoint made) {
      return new WithSecret(EndpointFacts.of(made.endpoint()), made.secret());
    }
  }

  Mono<ServerResponse> create(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return JsonBody.read(request)
        .flatMap(
            body -> {
              var form = body.form(WebhookForms::creation);
              // Who may not make it for that venue is told so before what is wrong with it.
              var venue = WebhookForms.venue(body).value();
              return form.after(() -> queries.ask(new MayCreateEndpoint(actor, venue)));
            })
        .flatMap(terms -> commands.send(new CreateEndpoint(actor, terms)))
        .flatMap(
            made ->
                Answers.created(
                    "/v1/webhook-endpoints/" + made.endpoint().id(),
                    WithSecret.of(made),
                    made.endpoint().version()));
  }

  Mono<ServerResponse> list(ServerRequest request) {
    var actor = Callers.of(request);
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    query.check();
    return Lists.isStreamed(request)
        ? Lists.stream(queries.stream(new StreamEndpoints(actor)), EndpointFacts::of)
        : queries
            .ask(new ListEndpoints(actor, page))
            .flatMap(found -> lists.page(request, found, EndpointFacts::of));
  }

  Mono<ServerResponse> show(ServerRequest request) {
    return queries
        .ask(new GetEndpoint(Callers.of(request), id(request)))
        .flatMap(WebhookEndpointHandler::answer);
  }

  Mono<ServerResponse> change(ServerRequest request) {
    var id = id(request);
    var actor = Callers.of(request);
    var precondition = ETags.precondition(request);
    return JsonBody.read(request)
        .map(body -> body.form(WebhookForms::change))
        .flatMap(
            form -> form.after(() -> queries.ask(new MayChangeEndpoint(actor, id, precondition))))
        .flatMap(terms -> commands.send(new ChangeEndpoint(actor, id, precondition, terms)))
        .flatMap(WebhookEndpointHandler::answer);
  }

  Mono<ServerResponse> delete(ServerRequest request) {
    var command = new DeleteEndpoint(Callers.of(request), id(request), ETags.precondition(request));
    return commands.send(command).then(Mono.defer(Answers::noContent));
  }

  Mono<ServerResponse> rotateSecret(ServerRequest request) {
    var id = id(request);
    var actor = Callers.of(request);
    var precondition = ETags.precondition(request);
    return nothing(request)
        .then(Mono.defer(() -> commands.send(new RotateEndpointSecret(actor, id, precondition))))
        .flatMap(made -> Answers.ok(WithSecret.of(made), made.endpoint().version()));
  }

  Mono<ServerResponse> test(ServerRequest request) {
    var id = id(request);
    var actor = Callers.of(request);
    return nothing(request)
        .then(Mono.defer(() -> commands.send(new TestEndpoint(actor, id))))
        .map(DeliveryJson::of)
        .flatMap(Answers::ok);
  }

  /** The body may be left out, or have no fields. */
  static Mono<Boolean> nothing(ServerRequest request) {
    return JsonBody.readOptional(request).map(body -> body.as(_ -> true));
  }

  private static EndpointId id(ServerRequest request) {
    return new EndpointId(QueryParams.id(request, "id"));
  }

  private static Mono<ServerResponse> answer(Endpoint endpoint) {
    return Answers.ok(EndpointFacts.of(endpoint), endpoint.version());
  }
}
