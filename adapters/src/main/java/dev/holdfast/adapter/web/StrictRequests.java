package dev.holdfast.adapter.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the codec lets pass although two servers could read it differently: a version that
 * we do not speak, a transfer coding that nobody here takes off (RFC 9112 section 6.1), and a Host
 * that is missing, there twice, or none (section 3.2). Such a request goes on as one that could not
 * be decoded, so every way answers it alike; whatever follows it on its connection is not read.
 */
final class StrictRequests extends ChannelDuplexHandler {
  /** {@code uri-host [":" port]} of RFC 9110, except that a server has a name. */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)"
              + "(?::(?<port>[0-9]{0,5}))?");

  private static final int PORT_MAX = 65_535;

  private boolean hasRefused;
  private int unanswered;
  private boolean isAnswering;

  /** A connection says the same in each of its requests. */
  private @Nullable String goodHost;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (hasRefused) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (message) {
      case HttpRequest request -> {
        unanswered++;
        check(request);
      }
      case HttpContent body when body.decoderResult().isFailure() -> {
        hasRefused = true;
        body.release();
        refuseTheRest(context);
        return;
      }
      default -> {}
    }
    context.fireChannelRead(message);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever asked
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    var isInterim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (!isInterim) {
      isAnswering |= message instanceof HttpResponse;
      if (message instanceof LastHttpContent) {
        isAnswering = false;
        unanswered--;
      }
    }
    context.write(message, promise);
  }

  /** The handler learns of it as it does of a client that leaves. */
  @SuppressWarnings("FutureReturnValueIgnored") // there is nobody left to tell
  private void refuseTheRest(ChannelHandlerContext context) {
    if (unanswered != 1 || isAnswering) {
      context.close();
      return;
    }
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.EMPTY_BUFFER);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.channel().writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  private void check(HttpRequest request) {
    var reason = request.decoderResult().isSuccess() ? reasonToRefuse(request) : null;
    if (reason != null) {
      hasRefused = true;
      request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(reason)));
    }
  }

  private @Nullable String reasonToRefuse(HttpRequest request) {
    var version = request.protocolVersion();
    var isOld = version.equals(HttpVersion.HTTP_1_0);
    if (!isOld && !version.equals(HttpVersion.HTTP_1_1)) {
      return "neither HTTP/1.1 nor HTTP/1.0";
    }
    var coding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
    if (coding != null && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
      return "a transfer coding other than chunked";
    }
    return hasOneGoodHost(request.headers(), isOld) ? null : "not one valid Host";
  }

  private boolean hasOneGoodHost(HttpHeaders headers, boolean mayBeMissing) {
    var hosts = headers.valueStringIterator(HttpHeaderNames.HOST);
    if (!hosts.hasNext()) {
      return mayBeMissing;
    }
    var host = hosts.next();
    if (hosts.hasNext()) {
      return false;
    }
    if (!host.equals(goodHost)) {
      if (!isHost(host)) {
        return false;
      }
      goodHost = host;
    }
    return true;
  }

  private static boolean isHost(String text) {
    var parts = HOST.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    var six = parts.group("six");
    var port = parts.group("port");
    return (six == null || NetUtil.isValidIpV6Address(six))
        && (port == null || port.isEmpty() || Integer.parseInt(port) <= PORT_MAX);
  }
}
