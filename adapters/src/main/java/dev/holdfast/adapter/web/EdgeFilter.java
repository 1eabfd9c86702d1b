package dev.holdfast.adapter.web;

import dev.holdfast.shared.Actor;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What every request and every answer goes through: one filter, because each costs. It names the
 * request, notes where it came from, sets the security headers, and lets HEAD be answered by GET.
 */
public final class EdgeFilter implements WebFilter, Ordered {
  /** Header and Reactor context key of the request's id. */
  public static final String REQUEST_ID = "X-Request-Id";

  static final String ORIGIN = EdgeFilter.class.getName() + ".origin";
  static final String TRACE_ID = EdgeFilter.class.getName() + ".traceId";
  private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int USER_AGENT_MAX = 256;

  private final ClientAddress address;
  private final Cors cors;

  /** For nobody but those of our own origin. */
  public EdgeFilter(ClientAddress address) {
    this(address, Cors.none());
  }

  /**
   * @param cors whose preflights are answered, uncounted: they carry no token, so that all people
   *     behind one address would share what is left to those without one
   */
  public EdgeFilter(ClientAddress address, Cors cors) {
    this.address = address;
    this.cors = cors;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 100;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    var request = exchange.getRequest();
    var requestId = requestId(request.getHeaders().getOrEmpty(REQUEST_ID));
    var agent = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
    var origin =
        new Actor.Origin(
            requestId,
            address.of(request),
            agent == null || agent.length() <= USER_AGENT_MAX
                ? agent
                : agent.substring(0, USER_AGENT_MAX));
    var attributes = exchange.getAttributes();
    attributes.put(ORIGIN, origin);
    attributes.put(TRACE_ID, traceId(request.getHeaders(), requestId));
    var response = exchange.getResponse();
    response.getHeaders().set(REQUEST_ID, requestId);
    response.beforeCommit(() -> secure(response.getHeaders()));
    return cors.isAllowedPreflight(exchange)
        ? Cors.answerPreflight(exchange)
        : chain.filter(routable(exchange)).contextWrite(c -> c.put(REQUEST_ID, requestId));
  }

  private static Mono<Void> secure(HttpHeaders headers) {
    SecurityHeaders.ALWAYS.forEach(headers::set);
    if (!headers.containsHeader(SecurityHeaders.CSP)) {
      headers.set(SecurityHeaders.CSP, SecurityHeaders.CSP_NOTHING);
    }
    if (!headers.containsHeader(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, SecurityHeaders.NO_STORE);
    }
    return Mono.empty();
  }

  // The framework answers a CORS preflight by itself, before any route and without a problem body;
  // one from an origin that is not allowed is to be an OPTIONS like any other.
  private static ServerWebExchange routable(ServerWebExchange exchange) {
    var method = exchange.getRequest().getMethod();
    if (method.equals(HttpMethod.HEAD)) {
      return HeadResponse.served(exchange);
    }
    if (method.equals(HttpMethod.OPTIONS)) {
      return exchange
          .mutate()
          .request(r -> r.headers(h -> h.remove(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)))
          .build();
    }
    return exchange;
  }

  /**
   * @param given what the client calls it; taken when it is one sane id
   */
  static String requestId(List<String> given) {
    return given.size() == 1 && SANE_ID.matcher(given.getFirst()).matches()
        ? given.getFirst()
        : newRequestId();
  }

  /** An id that need not be hard to guess, only unlike any other, and costs next to nothing. */
  static String newRequestId() {
    var random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  private static String traceId(HttpHeaders headers, String requestId) {
    var parent = headers.getFirst("traceparent");
    if (parent == null) {
      return requestId;
    }
    var parts = TRACEPARENT.matcher(parent);
    return parts.matches() ? parts.group(1) : requestId;
  }

  /** The origin of a request; of one that never came through the filter, as little as there is. */
  static Actor.Origin origin(ServerWebExchange exchange) {
    return exchange.getAttribute(ORIGIN) instanceof Actor.Origin origin
        ? origin
        : new Actor.Origin(exchange.getRequest().getId(), null, null);
  }

  static String traceId(ServerWebExchange exchange) {
    return exchange.getAttribute(TRACE_ID) instanceof String id ? id : origin(exchange).requestId();
  }
}
