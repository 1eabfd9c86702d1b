package dev.holdfast.adapter.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes the connection of a peer that sends its request, or takes its answer, so slowly that it
 * only holds the connection: from the first byte of a request to its last there is a deadline,
 * whatever trickles in between; and while the send buffer is full, something of it must be taken
 * within each such stretch of time. A long answer keeps the buffer full from beginning to end, so
 * that it is full says nothing about its reader. An idle connection is the server's own affair.
 *
 * <p>A timer runs only while something is outstanding: a request that arrives in one piece costs
 * none, unlike the server's own read and request timeouts, which besides do not see headers.
 */
final class SlowPeers extends ChannelInboundHandlerAdapter {
  private static final String NAME = "holdfast.slowPeers";

  /** What a reader must take of a full send buffer in time: half a kilobyte a second. */
  private static final int TAKEN_MIN = 16 * 1024;

  private static final AttributeKey<Boolean> STREAMS =
      AttributeKey.valueOf(SlowPeers.class, "streams");

  private final Duration receiving;
  private final Duration pausing;
  private final Duration draining;

  private boolean insideRequest;
  private boolean sawBytes;
  private boolean sawMessage;
  private @Nullable ScheduledFuture<?> receiveDeadline;
  private @Nullable ScheduledFuture<?> drainDeadline;

  private long lastReadNanos;

  /** Bytes given to the socket's side of the channel, whether they have left or not. */
  private long written;

  private SlowPeers(Duration receiving, Duration pausing, Duration draining) {
    this.receiving = receiving;
    this.pausing = pausing;
    this.draining = draining;
  }

  /**
   * Sets a watch on both sides of the codec.
   *
   * @param pausing how long a stream may bring nothing
   */
  static void watch(
      ChannelPipeline pipeline, Duration receiving, Duration pausing, Duration draining) {
    var peers = new SlowPeers(receiving, pausing, draining);
    pipeline.addBefore(NettyPipeline.HttpCodec, NAME + ".bytes", peers.beforeTheCodec());
    pipeline.addAfter(NettyPipeline.HttpCodec, NAME, peers);
  }

  /** The request that is coming in may take as long as it likes, as long as it does not stop. */
  static void expectStream(Channel channel) {
    channel.attr(STREAMS).set(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    sawMessage = true;
    lastReadNanos = System.nanoTime();
    if (message instanceof HttpRequest) {
      insideRequest = true;
    }
    if (message instanceof LastHttpContent) {
      insideRequest = false;
      context.channel().attr(STREAMS).set(null);
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
      receiveDeadline = after(context, receiving, () -> tooLate(context));
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      drainDeadline = cancelled(drainDeadline);
    } else if (drainDeadline == null) {
      awaitTaking(context);
    }
    context.fireChannelWritabilityChanged();
  }

  private void awaitTaking(ChannelHandlerContext context) {
    var before = taken(context.channel());
    drainDeadline =
        after(
            context,
            draining,
            () -> {
              if (taken(context.channel()) - before < TAKEN_MIN) {
                close(context);
              } else {
                awaitTaking(context);
              }
            });
  }

  private long taken(Channel channel) {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? written : written - buffer.totalPendingWriteBytes();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    receiveDeadline = cancelled(receiveDeadline);
    drainDeadline = cancelled(drainDeadline);
    context.fireChannelInactive();
  }

  /** To stand in front of the codec, where messages are bytes. */
  private ChannelDuplexHandler beforeTheCodec() {
    return new ChannelDuplexHandler() {
      @Override
      @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever asked
      public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
          written += bytes.readableBytes();
        }
        context.write(message, promise);
      }

      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        sawBytes = true;
        context.fireChannelRead(message);
      }
    };
  }

  private void tooLate(ChannelHandlerContext context) {
    if (context.channel().hasAttr(STREAMS)
        && context.channel().attr(STREAMS).get() != null
        && (isPausedByUs(context) || System.nanoTime() - lastReadNanos < pausing.toNanos())) {
      receiveDeadline = after(context, pausing, () -> tooLate(context));
    } else {
      close(context);
    }
  }

  /** Nothing is read of a stream while nobody takes what was read of it. */
  private static boolean isPausedByUs(ChannelHandlerContext context) {
    return !context.channel().config().isAutoRead();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // there is nobody left to tell
  private static void close(ChannelHandlerContext context) {
    context.close();
  }

  private static ScheduledFuture<?> after(
      ChannelHandlerContext context, Duration limit, Runnable task) {
    return context.executor().schedule(task, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static @Nullable ScheduledFuture<?> cancelled(@Nullable ScheduledFuture<?> deadline) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    return null;
  }
}
