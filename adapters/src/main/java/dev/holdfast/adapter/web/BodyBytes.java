package dev.holdfast.adapter.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The bytes of a request body, bounded. What goes beyond the bound is thrown away as it comes, so
 * that a client which writes before it reads still sees the answer; that too has bounds, behind
 * which the connection is closed under it.
 */
final class BodyBytes {
  static final int BYTES_MAX = 64 * 1024;
  private static final long DISCARDED_MAX = 8L * 1024 * 1024;
  private static final Duration DISCARDING_MAX = Duration.ofSeconds(2);

  private BodyBytes() {}

  /** The body of a request that must have one, as JSON by its headers. */
  static Mono<byte[]> json(ServerRequest request) {
    return Mono.defer(
        () -> {
          requireJson(request);
          return read(request);
        });
  }

  /** As above; an empty array, whatever the headers say, when there is no body. */
  static Mono<byte[]> optionalJson(ServerRequest request) {
    return Mono.defer(
        () -> {
          var headers = request.headers().asHttpHeaders();
          if (headers.getContentLength() > 0) {
            requireJson(request);
          }
          return read(request)
              .doOnNext(
                  bytes -> {
                    if (bytes.length > 0) {
                      requireJson(request);
                    }
                  });
        });
  }

  private static void requireJson(ServerRequest request) {
    var headers = request.headers().asHttpHeaders();
    requireIdentity(headers);
    var types = headers.getOrEmpty(HttpHeaders.CONTENT_TYPE);
    if (types.size() != 1 || !isJson(types.getFirst())) {
      throw new ProblemException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported-media-type",
          "The body must be sent as application/json.");
    }
  }

  /** Refuses a compressed body: what it unpacks to cannot be told from its size. */
  static void requireIdentity(HttpHeaders headers) {
    for (var encoding : headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING)) {
      if (!encoding.strip().equalsIgnoreCase("identity")) {
        throw new ProblemException(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported-encoding",
            "The body must be sent without a content encoding.");
      }
    }
  }

  private static boolean isJson(String contentType) {
    if (contentType.equals(MediaType.APPLICATION_JSON_VALUE)) {
      return true;
    }
    try {
      var type = MediaType.parseMediaType(contentType);
      if (!type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
        return false;
      }
      return type.getParameters().keySet().stream()
              .allMatch(name -> name.toLowerCase(Locale.ROOT).equals("charset"))
          && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Mono<byte[]> read(ServerRequest request) {
    var headers = request.headers().asHttpHeaders();
    var length = headers.getContentLength();
    // Who announces too much and asks first, or announces what is not worth discarding, is told
    // now.
    if (length > DISCARDED_MAX
        || (length > BYTES_MAX && headers.getFirst(HttpHeaders.EXPECT) != null)) {
      return Mono.error(BodyBytes::tooLarge);
    }
    return Mono.defer(() -> collected(request.exchange().getRequest().getBody()));
  }

  private static Mono<byte[]> collected(Flux<DataBuffer> body) {
    var gathered = new Gathered();
    return body.doOnNext(gathered::take)
        .takeUntil(_ -> gathered.isHopeless())
        .then(Mono.defer(gathered::whole));
  }

  private static Throwable tooLarge() {
    return Problem.of(
            HttpStatus.CONTENT_TOO_LARGE,
            "body-too-large",
            "The body is larger than " + BYTES_MAX + " bytes.")
        .header(HttpHeaders.CONNECTION, "close")
        .exception();
  }

  /** What has come so far; confined to the one subscription that fills it. */
  private static final class Gathered {
    private byte[] bytes = new byte[0];
    private long count;
    private long tooLargeSince;

    void take(DataBuffer buffer) {
      try {
        var more = buffer.readableByteCount();
        if (count <= BYTES_MAX && count + more <= BYTES_MAX) {
          var all = Arrays.copyOf(bytes, bytes.length + more);
          buffer.read(all, bytes.length, more);
          bytes = all;
        } else if (count <= BYTES_MAX) {
          bytes = new byte[0];
          tooLargeSince = System.nanoTime();
        }
        count += more;
      } finally {
        DataBufferUtils.release(buffer);
      }
    }

    boolean isHopeless() {
      return count > BYTES_MAX
          && (count > DISCARDED_MAX
              || System.nanoTime() - tooLargeSince > DISCARDING_MAX.toNanos());
    }

    Mono<byte[]> whole() {
      return count > BYTES_MAX ? Mono.error(BodyBytes::tooLarge) : Mono.just(bytes);
    }
  }
}
