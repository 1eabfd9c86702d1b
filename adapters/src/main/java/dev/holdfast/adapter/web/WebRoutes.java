package dev.holdfast.adapter.web;

import dev.holdfast.adapter.web.RouteTable.Route;
import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.AccessRejection.Hidden;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The one router of the API: finds the route, settles who asks, whether they have not asked too
 * often, whether their role is enough, and what can be answered, before any handler runs. What no
 * route takes is answered here too, so nothing about it depends on what stands behind.
 */
public final class WebRoutes implements RouterFunction<ServerResponse> {
  private final RouteTable table = new RouteTable();
  private final Map<HttpMethod, List<Route>> byMethod = new LinkedHashMap<>();
  private final List<Route> all;
  private final Authentication authentication;
  private final RequestLimits limits;
  private final AccessWatch watch;

  public WebRoutes(Callers callers, List<? extends RouteGroup> groups) {
    this(callers, groups, RequestLimits.off(), AccessWatch.NOBODY);
  }

  /**
   * @param limits what requests are counted against, whether or not there is a route for them
   * @param watch told of every request that is refused to a caller who is known
   */
  public WebRoutes(
      Callers callers, List<? extends RouteGroup> groups, RequestLimits limits, AccessWatch watch) {
    authentication = new Authentication(callers);
    this.limits = limits;
    this.watch = watch;
    groups.forEach(group -> group.declare(table));
    all = table.bySpecificity();
    for (var route : all) {
      byMethod.computeIfAbsent(route.method(), _ -> new ArrayList<>()).add(route);
    }
  }

  /** Method and pattern of every route, with the permission that it needs, or {@code public}. */
  public Map<String, String> rules() {
    return table.rules();
  }

  @Override
  public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
    var path = request.requestPath().pathWithinApplication();
    if (hasParameters(path)) {
      return Mono.just(r -> unrouted(r, List.of()));
    }
    for (var route : byMethod.getOrDefault(request.method(), List.of())) {
      var match = route.pattern().matchAndExtract(path);
      if (match != null) {
        var attributes = request.attributes();
        attributes.put(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.getUriVariables());
        attributes.put(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, route.pattern());
        return Mono.just(r -> serve(route, r));
      }
    }
    var others = all.stream().filter(route -> route.pattern().matches(path)).toList();
    return Mono.just(r -> unrouted(r, others));
  }

  // "/v1/venues;x=y" would match as if the parameter were not there: one path, two spellings.
  private static boolean hasParameters(PathContainer path) {
    return path.value().indexOf(';') >= 0;
  }

  private Mono<ServerResponse> serve(Route route, ServerRequest request) {
    return admit(request, route.needed() == null, route.kind())
        .flatMap(
            actor ->
                handle(route, request, actor)
                    .doOnError(
                        RejectedException.class,
                        refusal -> {
                          if (isDenial(refusal.rejection())) {
                            watch.denied(
                                actor,
                                route.method(),
                                route.pattern().getPatternString(),
                                request.pathVariables());
                          }
                        }));
  }

  /** Who asks, if they may do so once more. A token that is not good counts for its sender. */
  private Mono<Actor> admit(ServerRequest request, boolean anonymousIsEnough, RequestKind kind) {
    var exchange = request.exchange();
    return authentication
        .settle(request, anonymousIsEnough)
        .onErrorResume(refusal -> limits.pass(exchange, null, kind).then(Mono.error(refusal)))
        .flatMap(actor -> limits.pass(exchange, actor.userId(), kind).thenReturn(actor));
  }

  private static boolean isDenial(Rejection reason) {
    return reason instanceof Forbidden || reason instanceof Hidden;
  }

  private static Mono<ServerResponse> handle(Route route, ServerRequest request, Actor actor) {
    var needed = route.needed();
    if (needed != null && !actor.may(needed)) {
      return Mono.error(new RejectedException(new Forbidden(needed)));
    }
    Accepted.require(request, route.produces());
    Authentication.enter(request, actor);
    return route.handler().handle(request);
  }

  /** The answer where no route is; a public path gives its methods away, any other asks who. */
  private Mono<ServerResponse> unrouted(ServerRequest request, List<Route> samePath) {
    var open = samePath.stream().anyMatch(route -> route.needed() == null);
    return admit(request, open, RequestKind.PLAIN)
        .flatMap(
            _ ->
                Mono.error(
                    samePath.isEmpty()
                        ? AccessProblems.notFound().exception()
                        : methodNotAllowed(samePath)));
  }

  private static ProblemException methodNotAllowed(List<Route> samePath) {
    var methods = new TreeSet<String>();
    for (var route : samePath) {
      methods.add(route.method().name());
      if (route.method().equals(HttpMethod.GET)) {
        methods.add(HttpMethod.HEAD.name());
      }
    }
    var allowed = String.join(", ", methods);
    return Problem.of(
            HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "Here are only " + allowed + ".")
        .header("Allow", allowed)
        .exception();
  }
}
