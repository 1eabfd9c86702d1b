package dev.holdfast.adapter.web.feed;

import dev.holdfast.adapter.web.Json;
import dev.holdfast.feed.SlowSubscriber;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes server-sent events (HTML standard, §9.2). A comment every {@link #HEARTBEAT} keeps proxies
 * from closing a quiet stream and shows when the peer is gone. Readers are told to wait a little
 * before they reconnect, each another while, so that they do not all come back at once.
 *
 * <p>An event is taken from its source when the connection can take it. A reader that the source
 * lets go as too slow is cut off: it has a half-read stream, and resumes.
 */
final class EventStream {
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final int RETRY_MIN_MS = 1_000;
  private static final int RETRY_MAX_MS = 5_000;
  private static final byte[] COMMENT = ascii(":\n\n");
  private static final byte[] END = {};

  private EventStream() {}

  /** One event as it goes over the wire, to however many. */
  static final class Event {
    private final byte[] bytes;

    /**
     * @param id absent where a reader cannot resume yet, as more belongs to it
     * @param data rendered as JSON, which has no line breaks
     */
    Event(@Nullable String id, String name, Object data) {
      var out = new ByteArrayOutputStream();
      if (id != null) {
        out.writeBytes(ascii("id: " + id + "\n"));
      }
      out.writeBytes(ascii("event: " + name + "\ndata: "));
      out.writeBytes(Json.bytes(data));
      out.writeBytes(ascii("\n\n"));
      bytes = out.toByteArray();
    }
  }

  /** The answer that carries these events, until they end. */
  static Mono<ServerResponse> answer(Flux<Event> events) {
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .header("X-Accel-Buffering", "no")
        .body((response, _) -> write(pieces(events), response));
  }

  static Flux<byte[]> pieces(Flux<Event> events) {
    return Flux.merge(1, ending(events.map(event -> event.bytes)), heartbeats())
        .takeWhile(piece -> piece.length > END.length)
        .startWith(retry());
  }

  private static Mono<Void> write(Flux<byte[]> pieces, ServerHttpResponse response) {
    return response.writeAndFlushWith(
        pieces
            .onErrorResume(SlowSubscriber.class, _ -> cutOff(response))
            .map(EventStream::buffer)
            .map(Mono::just));
  }

  /**
   * Closes the connection: a reader that takes nothing would never come to the end of an answer.
   */
  private static Mono<byte[]> cutOff(ServerHttpResponse response) {
    if (ServerHttpResponseDecorator.getNativeResponse(response)
        instanceof HttpServerResponse http) {
      http.withConnection(DisposableChannel::dispose);
    }
    return Mono.error(AbortedException.beforeSend());
  }

  private static Flux<byte[]> ending(Flux<byte[]> events) {
    return events.concatWith(Mono.just(END));
  }

  private static Flux<byte[]> heartbeats() {
    return Flux.interval(HEARTBEAT).onBackpressureDrop().map(_ -> COMMENT);
  }

  private static byte[] retry() {
    var pause = ThreadLocalRandom.current().nextInt(RETRY_MIN_MS, RETRY_MAX_MS);
    return ascii("retry: " + pause + "\n\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static DataBuffer buffer(byte[] bytes) {
    return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
  }
}
