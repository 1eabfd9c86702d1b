package dev.holdfast.adapter.web.audit;

import static org.springframework.http.HttpMethod.GET;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.audit.port.AuditTrail.Filter;
import dev.holdfast.audit.usecase.ListAudit;
import dev.holdfast.audit.usecase.StreamAudit;
import dev.holdfast.audit.usecase.VerifyAudit;
import dev.holdfast.audit.usecase.VerifyAudit.Verdict;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.QueryBus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reading the audit trail. */
public final class AuditRoutes implements RouteGroup {
  private static final List<String> ENTITY_TYPES =
      List.of("user", "venue", "resource", "booking", "payment", "session", "webhook_endpoint");

  private static final Pattern ACTION = Pattern.compile("(?=.{1,64}$)[a-z_]+\\.[a-z_]+");

  private final QueryBus queries;
  private final Lists lists;

  public AuditRoutes(QueryBus queries, Lists lists) {
    this.queries = queries;
    this.lists = lists;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .secured(GET, "/v1/audit", Permission.AUDIT_READ, this::list, Lists.types())
        .secured(GET, "/v1/audit/verify", Permission.AUDIT_READ, this::verify);
  }

  private Mono<ServerResponse> verify(ServerRequest request) {
    var query = QueryParams.of(request);
    var times = times(query);
    query.check();
    return queries
        .ask(new VerifyAudit(Callers.of(request), times.from(), times.to()))
        .flatMap(verdict -> Answers.ok(VerdictJson.of(verdict)));
  }

  private record Times(@Nullable Instant from, @Nullable Instant to) {}

  private static Times times(QueryParams query) {
    var from = query.instant("from").optional();
    var to = query.instant("to").optional();
    if (from != null && to != null && !from.isBefore(to)) {
      query.refuse("to", "must be after from");
    }
    return new Times(from, to);
  }

  /** What was found, as clients see it; the order of the fields is that of the contract. */
  private record VerdictJson(boolean ok, long checked, @Nullable BrokenJson firstBroken) {
    static VerdictJson of(Verdict verdict) {
      var broken = verdict.firstBroken();
      return new VerdictJson(
          broken == null,
          verdict.checked(),
          broken == null
              ? null
              : new BrokenJson(
                  broken.sequence(), broken.id(), broken.reason().name().toLowerCase(Locale.ROOT)));
    }
  }

  private record BrokenJson(long sequence, @Nullable String id, String reason) {}

  private Mono<ServerResponse> list(ServerRequest request) {
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    var filter = filter(query);
    var actor = Callers.of(request);
    return Lists.isStreamed(request)
        ? Lists.stream(queries.stream(new StreamAudit(actor, filter)), AuditJson::of)
        : queries
            .ask(new ListAudit(actor, filter, page))
            .flatMap(found -> lists.page(request, found, AuditJson::of));
  }

  private static Filter filter(QueryParams query) {
    var entityType =
        query
            .<String>read(
                "entityType",
                "",
                text -> ENTITY_TYPES.contains(text) ? text : null,
                "must be one of " + ENTITY_TYPES)
            .optional();
    var entityId = query.uuid("entityId").optional();
    var userId = query.uuid("userId").optional();
    var action =
        query
            .<String>read(
                "action",
                "",
                text -> ACTION.matcher(text).matches() ? text : null,
                "is not the type of an event, such as booking.cancelled")
            .optional();
    var times = times(query);
    query.check();
    return new Filter(entityType, entityId, userId, action, times.from(), times.to());
  }
}
