package dev.holdfast.adapter.web.notification;

import static org.springframework.http.HttpMethod.GET;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.notification.usecase.ListNotifications;
import dev.holdfast.notification.usecase.StreamNotifications;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.QueryBus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** One's own notifications. */
public final class NotificationRoutes implements RouteGroup {
  private final QueryBus queries;
  private final Lists lists;

  public NotificationRoutes(QueryBus queries, Lists lists) {
    this.queries = queries;
    this.lists = lists;
  }

  @Override
  public void declare(RouteTable routes) {
    routes.secured(
        GET, "/v1/notifications", Permission.NOTIFICATION_READ, this::list, Lists.types());
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    query.check();
    var actor = Callers.of(request);
    return Lists.isStreamed(request)
        ? Lists.stream(queries.stream(new StreamNotifications(actor)), NotificationJson::of)
        : queries
            .ask(new ListNotifications(actor, page))
            .flatMap(found -> lists.page(request, found, NotificationJson::of));
  }
}
