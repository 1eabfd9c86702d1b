package dev.holdfast.adapter.web;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/** Bodies of any length, a JSON object a line, in and out at the pace of whoever takes them. */
public final class Ndjson {
  private Ndjson() {}

  /**
   * The bytes of a body that may go on for as long as its sender likes, provided that something
   * comes now and then. They are read from the socket as they are asked for.
   *
   * @return refused with 415 when the headers say anything else
   */
  public static Flux<DataBuffer> body(ServerRequest request) {
    var headers = request.headers().asHttpHeaders();
    BodyBytes.requireIdentity(headers);
    var types = headers.getOrEmpty(HttpHeaders.CONTENT_TYPE);
    if (types.size() != 1
        || !MediaType.APPLICATION_NDJSON_VALUE.equalsIgnoreCase(types.getFirst())) {
      throw new ProblemException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported-media-type",
          "The body must be sent as " + MediaType.APPLICATION_NDJSON_VALUE + ".");
    }
    var served = request.exchange().getRequest();
    if (ServerHttpRequestDecorator.getNativeRequest(served) instanceof HttpServerRequest netty) {
      netty.withConnection(connection -> SlowPeers.expectStream(connection.channel()));
    }
    return served.getBody();
  }

  /**
   * The thread that serves the request's connection. What is done there stays in order, down to the
   * database, which has one lane for each such thread.
   */
  public static Scheduler loopOf(ServerRequest request) {
    var served = request.exchange().getRequest();
    var loop = new AtomicReference<Scheduler>(Schedulers.immediate());
    if (ServerHttpRequestDecorator.getNativeRequest(served) instanceof HttpServerRequest netty) {
      netty.withConnection(
          connection -> loop.set(Schedulers.fromExecutor(connection.channel().eventLoop())));
    }
    return loop.get();
  }

  /** 200 with these lines, each with its end, written as they come and no faster than taken. */
  public static Mono<ServerResponse> answer(Flux<byte[]> lines) {
    var writes = lines.<DataBuffer>map(DefaultDataBufferFactory.sharedInstance::wrap);
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_NDJSON)
        .body((response, _) -> response.writeWith(writes));
  }
}
