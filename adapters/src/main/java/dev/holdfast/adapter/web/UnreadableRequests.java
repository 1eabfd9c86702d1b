package dev.holdfast.adapter.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Gives the server's own refusals a body. A request line or header that is too long, or that is no
 * HTTP, is answered before any filter sees it, with nothing but a status; whatever leaves with such
 * a status and nothing else gets a problem here.
 */
final class UnreadableRequests extends ChannelDuplexHandler {
  private static final int PATH_MAX = 200;

  private String path = "/";

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      path = request.decoderResult().isFailure() ? "/" : request.uri();
    }
    context.fireChannelRead(message);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise tells whoever asked
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof FullHttpResponse bare
        && bare.status().code() >= 400
        && bare.content().readableBytes() == 0
        && bare.headers().contains(HttpHeaderNames.CONTENT_LENGTH, "0", false)) {
      context.write(explained(bare), promise);
      bare.release();
    } else {
      context.write(message, promise);
    }
  }

  private FullHttpResponse explained(FullHttpResponse bare) {
    var requestId = EdgeFilter.newRequestId();
    var body = Json.bytes(Problems.json(problem(bare.status().code()), instance(), requestId));
    var answer =
        new DefaultFullHttpResponse(
            bare.protocolVersion(), bare.status(), Unpooled.wrappedBuffer(body));
    var headers = SecurityHeaders.onAnyAnswer(answer.headers().set(bare.headers()));
    headers.set(EdgeFilter.REQUEST_ID, requestId);
    headers.set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return answer;
  }

  private String instance() {
    var end = path.indexOf('?');
    var plain = end < 0 ? path : path.substring(0, end);
    return plain.length() <= PATH_MAX ? plain : plain.substring(0, PATH_MAX);
  }

  private static Problem problem(int code) {
    var status = HttpStatus.resolve(code);
    return switch (status) {
      case URI_TOO_LONG -> Problem.of(status, "uri-too-long", "The request line is too long.");
      case REQUEST_HEADER_FIELDS_TOO_LARGE ->
          Problem.of(status, "header-too-large", "The headers are too large.");
      case null -> malformed();
      default -> status.is5xxServerError() ? internal() : malformed(status);
    };
  }

  private static Problem malformed() {
    return malformed(HttpStatus.BAD_REQUEST);
  }

  private static Problem malformed(HttpStatus status) {
    return Problem.of(status, "malformed-request", "This cannot be read as an HTTP request.");
  }

  private static Problem internal() {
    return Problem.of(
        HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Something went wrong on our side.");
  }
}
