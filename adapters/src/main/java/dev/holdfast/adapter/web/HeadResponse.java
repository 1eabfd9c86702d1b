package dev.holdfast.adapter.web;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The answer to HEAD: what GET would answer, without the body. The server drops the body of a plain
 * answer itself, but would read a stream to its end for it, so a stream is not even begun.
 */
final class HeadResponse extends ServerHttpResponseDecorator {
  private HeadResponse(ServerHttpResponse response) {
    super(response);
  }

  static ServerWebExchange served(ServerWebExchange exchange) {
    return exchange
        .mutate()
        .request(r -> r.method(HttpMethod.GET))
        .response(new HeadResponse(exchange.getResponse()))
        .build();
  }

  @Override
  public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
    return body instanceof Mono ? super.writeWith(body) : setComplete();
  }

  @Override
  public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
    return setComplete();
  }
}
