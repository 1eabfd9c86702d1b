package dev.holdfast.adapter.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes the connection of a peer that sends its request, or takes its answer, so slowly that it
 * only holds the connection: from the first byte of a request to its last there is a deadline,
 * whatever trickles in between; and so there is for a full send buffer to drain. An idle connection
 * is the server's own affair.
 *
 * <p>A timer runs only while something is outstanding: a request that arrives in one piece costs
 * none, unlike the server's own read and request timeouts, which besides do not see headers.
 */
final class SlowPeers extends ChannelInboundHandlerAdapter {
  private static final String NAME = "holdfast.slowPeers";

  private final Duration receiving;
  private final Duration draining;

  private boolean insideRequest;
  private boolean sawBytes;
  private boolean sawMessage;
  private @Nullable ScheduledFuture<?> receiveDeadline;
  private @Nullable ScheduledFuture<?> drainDeadline;

  private SlowPeers(Duration receiving, Duration draining) {
    this.receiving = receiving;
    this.draining = draining;
  }

  /** Sets a watch on both sides of the codec. */
  static void watch(ChannelPipeline pipeline, Duration receiving, Duration draining) {
    var peers = new SlowPeers(receiving, draining);
    pipeline.addBefore(NettyPipeline.HttpCodec, NAME + ".bytes", peers.beforeTheCodec());
    pipeline.addAfter(NettyPipeline.HttpCodec, NAME, peers);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    sawMessage = true;
    if (message instanceof HttpRequest) {
      insideRequest = true;
    }
    if (message instanceof LastHttpContent) {
      insideRequest = false;
      receiveDeadline = cancelled(receiveDeadline);
    }
    context.fireChannelRead(message);
  }

  // Bytes without a message are a part of a header. Neither is an empty read, of which there are
  // some.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    var outstanding = insideRequest || (sawBytes && !sawMessage);
    sawBytes = false;
    sawMessage = false;
    if (outstanding && receiveDeadline == null) {
      receiveDeadline = closeAfter(context, receiving);
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      drainDeadline = cancelled(drainDeadline);
    } else if (drainDeadline == null) {
      drainDeadline = closeAfter(context, draining);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    receiveDeadline = cancelled(receiveDeadline);
    drainDeadline = cancelled(drainDeadline);
    context.fireChannelInactive();
  }

  /** To stand in front of the codec, where bytes have not become messages yet. */
  private ChannelInboundHandlerAdapter beforeTheCodec() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        sawBytes = true;
        context.fireChannelRead(message);
      }
    };
  }

  @SuppressWarnings("FutureReturnValueIgnored") // there is nobody left to tell
  private static ScheduledFuture<?> closeAfter(ChannelHandlerContext context, Duration limit) {
    return context
        .executor()
        .schedule(
            () -> {
              context.close();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static @Nullable ScheduledFuture<?> cancelled(@Nullable ScheduledFuture<?> deadline) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    return null;
  }
}
