package dev.holdfast.adapter.web.notification;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.usecase.GetDelivery;
import dev.holdfast.notification.usecase.ListDeliveries;
import dev.holdfast.notification.usecase.ReplayDelivery;
import dev.holdfast.notification.usecase.StreamDeliveries;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reads what is asked of deliveries and renders what has become of them. */
public final class WebhookDeliveryHandler {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Lists lists;

  public WebhookDeliveryHandler(CommandBus commands, QueryBus queries, Lists lists) {
    this.commands = commands;
    this.queries = queries;
    this.lists = lists;
  }

  Mono<ServerResponse> list(ServerRequest request) {
    var actor = Callers.of(request);
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    var given = query.uuid("endpointId").optional();
    var status = query.oneOf("status", DeliveryStatus.class).optional();
    query.check();
    var endpoint = given == null ? null : new EndpointId(given);
    return Lists.isStreamed(request)
        ? Lists.stream(
            queries.stream(new StreamDeliveries(actor, endpoint, status)), DeliveryJson::of)
        : queries
            .ask(new ListDeliveries(actor, endpoint, status, page))
            .flatMap(found -> lists.page(request, found, DeliveryJson::of));
  }

  Mono<ServerResponse> show(ServerRequest request) {
    return queries
        .ask(new GetDelivery(Callers.of(request), id(request)))
        .map(DeliveryJson::of)
        .flatMap(Answers::ok);
  }

  Mono<ServerResponse> replay(ServerRequest request) {
    var id = id(request);
    var actor = Callers.of(request);
    return WebhookEndpointHandler.nothing(request)
        .then(Mono.defer(() -> commands.send(new ReplayDelivery(actor, id))))
        .map(DeliveryJson::of)
        .flatMap(Answers::ok);
  }

  private static DeliveryId id(ServerRequest request) {
    return new DeliveryId(QueryParams.id(request, "id"));
  }
}
