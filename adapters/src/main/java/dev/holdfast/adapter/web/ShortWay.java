package dev.holdfast.adapter.web;

import dev.holdfast.shared.Actor;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The short way for the most frequent request, {@code GET} of one thing that this process has at
 * hand: it is answered before filters, router and buses, which together cost several times what the
 * answer does (ADR 11). Whatever is in the least unusual takes the long way, and so does every
 * refusal; nobody can tell from an answer which way it came.
 */
public final class ShortWay {
  private static final int ID_LENGTH = 36;
  private static final String SCHEME = "Bearer ";
  private static final Set<String> ACCEPTING = Set.of("*/*", "application/json");

  /** A body, or a condition: it may be that nothing is to be sent. */
  private static final List<CharSequence> UNUSUAL =
      List.of(
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.IF_NONE_MATCH,
          HttpHeaderNames.IF_MATCH,
          HttpHeaderNames.IF_MODIFIED_SINCE,
          HttpHeaderNames.IF_UNMODIFIED_SINCE);

  /** What is the same for all; checked and hashed once. */
  private static final HttpHeaders HEADERS =
      SecurityHeaders.onAnyAnswer(DefaultHttpHeadersFactory.headersFactory().newHeaders())
          .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);

  private static final AsciiString STANDING = AsciiString.cached(RequestLimits.STANDING);

  private final HttpHeaders usual =
      DefaultHttpHeadersFactory.headersFactory().newHeaders().add(HEADERS);
  private final String collection;
  private final BiFunction<UUID, Actor, Optional<Answer>> atHand;
  private final Callers callers;
  private final RequestLimits limits;
  private final LongConsumer watch;

  /**
   * @param collection the path up to the id: {@code /v1/bookings/}
   * @param atHand what can be answered at once; it neither waits nor refuses
   * @param limits when they cannot say at once that the request may be made, the long way asks
   * @param watch told of each answer, with the nanoseconds it took
   */
  public ShortWay(
      String collection,
      BiFunction<UUID, Actor, Optional<Answer>> atHand,
      Callers callers,
      RequestLimits limits,
      LongConsumer watch) {
    this.collection = collection;
    this.atHand = atHand;
    this.callers = callers;
    this.limits = limits;
    limits.policyOfUsers().ifPresent(policy -> usual.set(RequestLimits.POLICY, policy));
    this.watch = watch;
  }

  /** 200, as it goes over the wire. */
  public static final class Answer {
    private final byte[] json;
    private final String eTag;

    public Answer(Object view, long version) {
      json = Json.bytes(view);
      eTag = ETags.of(version);
    }
  }

  /** Puts this way in front of the long one. */
  public HttpServerRoutes inFrontOf(
      BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>>
          longWay,
      HttpServerRoutes routes) {
    return routes.route(
        this::suits,
        (request, response) -> {
          var atOnce = answer(request, response);
          return atOnce == null ? longWay.apply(request, response) : atOnce;
        });
  }

  /** Whether one thing is asked for, and in the plainest words. */
  private boolean suits(HttpServerRequest request) {
    var uri = request.uri();
    if (uri.length() != collection.length() + ID_LENGTH
        || !uri.startsWith(collection)
        || !HttpMethod.GET.equals(request.method())) {
      return false;
    }
    var headers = request.requestHeaders();
    var accept = headers.getAll(HttpHeaderNames.ACCEPT);
    return (accept.isEmpty() || (accept.size() == 1 && ACCEPTING.contains(accept.getFirst())))
        && isPlain(headers);
  }

  private static boolean isPlain(HttpHeaders headers) {
    for (var name : UNUSUAL) {
      if (headers.contains(name)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    var start = System.nanoTime();
    var id = Formats.uuid(request.uri().substring(collection.length()));
    if (id == null) {
      return null;
    }
    var requestId = EdgeFilter.requestId(request.requestHeaders().getAll(EdgeFilter.REQUEST_ID));
    var actor = actor(request.requestHeaders(), requestId).orElse(null);
    if (actor == null) {
      return null;
    }
    var answer = atHand.apply(id, actor).orElse(null);
    var headers = response.responseHeaders();
    if (answer == null
        || !limits.passAtOnce(actor.requireUserId(), standing -> headers.set(STANDING, standing))) {
      return null;
    }
    headers.add(usual);
    headers.set(EdgeFilter.REQUEST_ID, requestId);
    headers.set(HttpHeaderNames.ETAG, answer.eTag);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.json.length);
    watch.accept(System.nanoTime() - start);
    return response.send(Mono.just(Unpooled.wrappedBuffer(answer.json)));
  }

  private Optional<Actor> actor(HttpHeaders headers, String requestId) {
    var lines = headers.getAll(HttpHeaderNames.AUTHORIZATION);
    return lines.size() == 1 && lines.getFirst().startsWith(SCHEME)
        ? callers.remembered(
            lines.getFirst().substring(SCHEME.length()), new Actor.Origin(requestId, null, null))
        : Optional.empty();
  }
}
