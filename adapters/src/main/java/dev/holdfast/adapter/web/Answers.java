package dev.holdfast.adapter.web;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The usual answers, written by {@link Json} to bytes at once, so that what is kept for a replay
 * and what goes out are the same bytes.
 */
public final class Answers {
  private Answers() {}

  /** 200 with a view. */
  public static Mono<ServerResponse> ok(Object view) {
    return json(HttpStatus.OK).bodyValue(Json.bytes(view));
  }

  /** 200 with a view and its version as {@code ETag}. */
  public static Mono<ServerResponse> ok(Object view, long version) {
    return json(HttpStatus.OK)
        .header(HttpHeaders.ETAG, ETags.of(version))
        .bodyValue(Json.bytes(view));
  }

  /** 201 with a view, where it is to be found, and its version. */
  public static Mono<ServerResponse> created(String location, Object view, long version) {
    return json(HttpStatus.CREATED)
        .location(URI.create(location))
        .header(HttpHeaders.ETAG, ETags.of(version))
        .bodyValue(Json.bytes(view));
  }

  /** 204. */
  public static Mono<ServerResponse> noContent() {
    return ServerResponse.noContent().build();
  }

  /**
   * An answer of JSON bytes that are still to come: {@code json(OK).header(…).bodyValue(bytes)}.
   */
  public static ServerResponse.BodyBuilder json(HttpStatus status) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON);
  }
}
