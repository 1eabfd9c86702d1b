package dev.holdfast.adapter.web;

import dev.holdfast.shared.Permission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Every route there is, with the rule who may take it: there is no way to enter one without. Media
 * types say what a route can answer with; JSON where none is said. HEAD comes with each GET.
 */
public final class RouteTable {
  private static final MediaType[] JSON = {MediaType.APPLICATION_JSON};

  private final List<Route> routes = new ArrayList<>();

  /**
   * One route.
   *
   * @param needed what the caller's role must carry; absent where the route is public
   * @param kind what its requests are counted as
   */
  record Route(
      HttpMethod method,
      PathPattern pattern,
      @Nullable Permission needed,
      RequestKind kind,
      HandlerFunction<ServerResponse> handler,
      List<MediaType> produces) {}

  /** A public route: no token is needed, but one that is sent must be good. */
  public RouteTable open(
      HttpMethod method,
      String pattern,
      HandlerFunction<ServerResponse> handler,
      MediaType... produces) {
    return add(method, pattern, null, handler, produces);
  }

  /** A route for signed-in callers whose role carries the permission. */
  public RouteTable secured(
      HttpMethod method,
      String pattern,
      Permission needed,
      HandlerFunction<ServerResponse> handler,
      MediaType... produces) {
    return add(method, pattern, needed, handler, produces);
  }

  private RouteTable add(
      HttpMethod method,
      String pattern,
      @Nullable Permission needed,
      HandlerFunction<ServerResponse> handler,
      MediaType... produces) {
    var parsed = PathPatternParser.defaultInstance.parse(pattern);
    for (var route : routes) {
      if (route.method.equals(method) && route.pattern.equals(parsed)) {
        throw new IllegalStateException(method + " " + pattern + " is routed twice");
      }
    }
    var types = List.of(produces.length == 0 ? JSON : produces);
    var kind = RequestKind.of(method, pattern, needed);
    routes.add(new Route(method, parsed, needed, kind, handler, types));
    return this;
  }

  /**
   * Method and pattern of every route, with the permission that it needs, as it is written in
   * documents, or {@code public}; for the test that compares them with the contract.
   */
  public Map<String, String> rules() {
    var rules = new TreeMap<String, String>();
    for (var route : routes) {
      var needed = route.needed;
      rules.put(route.method + " " + route.pattern, needed == null ? "public" : needed.text());
    }
    return rules;
  }

  /** All routes, the most specific pattern first. */
  List<Route> bySpecificity() {
    return routes.stream()
        .sorted(Comparator.comparing(Route::pattern, PathPattern.SPECIFICITY_COMPARATOR))
        .toList();
  }
}
