package dev.holdfast.adapter.web;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/**
 * How much, and for how long, the HTTP server listens to anyone: request line 8 KiB (414), headers
 * 16 KiB (431), a request within its deadline, an answer taken within its own. HTTP/1.1 only; what
 * speaks HTTP/2 to the world is the proxy.
 *
 * @param receiving from the first byte of a request to its last
 * @param draining how long a reader may take for 16 KiB while the send buffer is full
 * @param idle between two requests, and between two pieces of a request that is a stream
 */
public record HttpServerLimits(Duration receiving, Duration draining, Duration idle) {
  private static final int LINE_MAX = 8 * 1024;
  private static final int HEADERS_MAX = 16 * 1024;
  private static final int REQUESTS_PER_CONNECTION = 1_000;

  /** 10 s to send a request, 30 s to take a part of an answer, 60 s between two. */
  public static HttpServerLimits usual() {
    return new HttpServerLimits(
        Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  /** The server, within these limits. */
  public HttpServer customize(HttpServer server) {
    return server
        .protocol(HttpProtocol.HTTP11)
        .httpRequestDecoder(
            decoder ->
                decoder
                    .maxInitialLineLength(LINE_MAX)
                    .maxHeaderSize(HEADERS_MAX)
                    .validateHeaders(true)
                    .h2cMaxContentLength(0))
        .idleTimeout(idle)
        .maxKeepAliveRequests(REQUESTS_PER_CONNECTION)
        .doOnChannelInit((_, channel, _) -> guard(channel.pipeline()));
  }

  private void guard(ChannelPipeline pipeline) {
    SlowPeers.watch(pipeline, receiving, idle, draining);
    pipeline.addAfter(NettyPipeline.HttpCodec, "holdfast.unreadable", new UnreadableRequests());
    pipeline.addAfter(NettyPipeline.HttpCodec, "holdfast.strict", new StrictRequests());
  }
}
