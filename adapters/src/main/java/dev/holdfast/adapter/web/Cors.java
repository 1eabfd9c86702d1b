package dev.holdfast.adapter.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Which web apps of other origins may read our answers (the CORS protocol of the Fetch standard).
 * That is said beside the codec, on whatever leaves: the short way, a refusal that no filter has
 * seen and a stream all pass there, and where no origin is allowed nothing stands there at all. The
 * framework's own processor would see the long way only, and answers 403 to everybody else; to us
 * an origin that is not allowed is like none, and it is the browser that keeps the answer to
 * itself. Tokens travel in {@code Authorization} and never in cookies, so credentials are never
 * allowed.
 */
public final class Cors {
  /** A serialised origin, of which only those on this machine may do without TLS. */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(?:https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?!:443$)"
              + "|http://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?!:80$))"
              + "(?::(?<port>[1-9][0-9]{0,4}))?");

  private static final int PORT_MAX = 65_535;
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

  /** All that a handler reads, and what a page may not send unasked for. */
  private static final String HEADERS =
      "Authorization, Content-Type, Accept, Idempotency-Key, If-Match, If-None-Match,"
          + " Last-Event-ID, X-Request-Id, traceparent";

  private static final AsciiString EXPOSED =
      AsciiString.cached(
          "ETag, Location, Link, Allow, Retry-After, WWW-Authenticate, Content-Disposition,"
              + " Idempotency-Replayed, RateLimit, RateLimit-Policy, X-Request-Id");

  /** Chromium believes nobody for longer. */
  private static final Duration PREFLIGHT_KEPT = Duration.ofHours(2);

  private static final List<String> PREFLIGHT_VARIES =
      List.of(
          HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);

  private final Set<String> origins;

  /**
   * @param origins as browsers send them: {@code https://app.example.com}, {@code
   *     http://localhost:5173}
   * @throws IllegalArgumentException when one can never be sent, or would be more than one origin
   */
  public Cors(Collection<String> origins) {
    for (var origin : origins) {
      if (!isOrigin(origin)) {
        throw new IllegalArgumentException(
            "'"
                + origin
                + "' is not an origin as browsers send it: https://, a host in lower case and a"
                + " port where it is not 443, nothing else; http:// only for localhost, 127.0.0.1"
                + " and [::1]. Neither * nor null can be allowed");
      }
    }
    this.origins = Set.copyOf(origins);
  }

  /** For nobody. */
  public static Cors none() {
    return new Cors(List.of());
  }

  private static boolean isOrigin(String text) {
    var parts = ORIGIN.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    var port = parts.group("port");
    return port == null || Integer.parseInt(port) <= PORT_MAX;
  }

  /** The server, telling browsers so. */
  public HttpServer customize(HttpServer server) {
    return origins.isEmpty()
        ? server
        : server.doOnChannelInit(
            (_, channel, _) ->
                channel
                    .pipeline()
                    .addAfter(NettyPipeline.HttpCodec, "holdfast.cors", new Telling(origins)));
  }

  /** Whether a browser asks what a page of an allowed origin may send. */
  boolean isAllowedPreflight(ServerWebExchange exchange) {
    var request = exchange.getRequest();
    return request.getMethod().equals(HttpMethod.OPTIONS)
        && request.getHeaders().containsHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
        && !allowed(origins, request.getHeaders().getOrEmpty(HttpHeaders.ORIGIN)).isEmpty();
  }

  /** The same for every path, so that it tells nothing of what is there. */
  static Mono<Void> answerPreflight(ServerWebExchange exchange) {
    var response = exchange.getResponse();
    response.setStatusCode(HttpStatus.NO_CONTENT);
    var headers = response.getHeaders();
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    headers.setAccessControlMaxAge(PREFLIGHT_KEPT);
    headers.setVary(PREFLIGHT_VARIES);
    return response.setComplete();
  }

  /** The one origin, or the empty text where it is not allowed. */
  private static String allowed(Set<String> origins, List<String> given) {
    return given.size() == 1 && origins.contains(given.getFirst()) ? given.getFirst() : "";
  }

  /** Tells each answer whether its request came from an allowed origin; they come in order. */
  private static final class Telling extends ChannelDuplexHandler {
    private final Set<String> origins;
    private final Queue<String> unanswered = new ArrayDeque<>();

    Telling(Set<String> origins) {
      this.origins = origins;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        unanswered.add(allowed(origins, request.headers().getAll(HttpHeaderNames.ORIGIN)));
      }
      context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever asked
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response
          && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        var headers = response.headers();
        headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        var origin = unanswered.poll();
        if (origin != null && !origin.isEmpty()) {
          headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
          headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
      }
      context.write(message, promise);
    }
  }
}
