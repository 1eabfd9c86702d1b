package dev.holdfast.adapter.webhook;

import dev.holdfast.notification.PublicInternet;
import dev.holdfast.notification.WebhookReply;
import dev.holdfast.notification.WebhookReply.Outcome;
import dev.holdfast.notification.port.WebhookSender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.NameResolver;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Sends webhooks over HTTP/1.1, and trusts no receiver: one time limit for everything from the
 * look-up of the name to the end of the answer, no more of an answer than a bound, no redirection,
 * no proxy, no cookie. The outside is dialled by addresses of the public internet only ({@link
 * CheckedNames}, {@link DialGuard}), with the URL's host as the name that the certificate must be
 * for. A developer's receiver on the loopback has a client of its own, which reaches nothing else.
 */
public final class HttpWebhookSender implements WebhookSender, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWebhookSender.class);
  private static final String USER_AGENT = "Holdfast-Webhooks";
  private static final int HEADERS_MAX = 16 * 1024;
  private static final int CONNECTIONS_PER_HOST = 32;
  private static final int CAUSES_MAX = 16;

  private final Settings settings;
  private final ConnectionProvider connections;
  private final HttpClient outside;
  private final HttpClient loopback;

  /**
   * @param timeout for the whole exchange
   * @param answerBytesMax how much of an answer is read before its connection is closed
   */
  public record Settings(Duration timeout, int answerBytesMax) {}

  public HttpWebhookSender(LoopResources loops, DnsNames names, Settings settings) {
    this(loops, names.resolver(), PublicInternet::contains, usualTrust(), settings);
  }

  HttpWebhookSender(
      LoopResources loops,
      NameResolver<InetAddress> names,
      Predicate<InetAddress> allowed,
      SslContext trust,
      Settings settings) {
    this.settings = settings;
    connections =
        ConnectionProvider.builder("webhooks")
            .maxConnections(CONNECTIONS_PER_HOST)
            .pendingAcquireMaxCount(4 * CONNECTIONS_PER_HOST)
            .pendingAcquireTimeout(settings.timeout())
            .maxIdleTime(Duration.ofSeconds(10))
            .maxLifeTime(Duration.ofMinutes(1))
            .evictInBackground(Duration.ofSeconds(10))
            .disposeInactivePoolsInBackground(Duration.ofMinutes(1), Duration.ofMinutes(2))
            .build();
    var client =
        HttpClient.create(connections)
            .runOn(loops)
            .protocol(HttpProtocol.HTTP11)
            .followRedirect(false)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(settings.timeout().toMillis()))
            .httpResponseDecoder(decoder -> decoder.maxHeaderSize(HEADERS_MAX));
    outside =
        client
            .secure(tls -> tls.sslContext(trust).handshakeTimeout(settings.timeout()))
            .resolver(new CheckedNames(names, allowed))
            .doOnChannelInit((_, channel, _) -> guard(channel, allowed));
    loopback =
        client
            .resolver(new CheckedNames(new LoopbackNames(), InetAddress::isLoopbackAddress))
            .doOnChannelInit((_, channel, _) -> guard(channel, InetAddress::isLoopbackAddress));
  }

  private static void guard(Channel channel, Predicate<InetAddress> allowed) {
    channel.pipeline().addFirst("holdfast.dial", new DialGuard(allowed));
  }

  /** The certificates that the JDK trusts. */
  private static SslContext usualTrust() {
    try {
      return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JVM lacks TLS", e);
    }
  }

  @Override
  public Mono<WebhookReply> send(Message message) {
    return Mono.defer(() -> exchange(message))
        .map(WebhookReply::answered)
        .timeout(settings.timeout())
        .onErrorResume(failure -> Mono.just(failed(message, failure)));
  }

  private Mono<Integer> exchange(Message message) {
    var client = message.target().isLoopback() ? loopback : outside;
    var signatures = Signatures.of(message);
    var body = message.body().getBytes(StandardCharsets.UTF_8);
    return client
        .headers(headers -> describe(headers, message, body.length, signatures))
        .post()
        .uri(message.target().uri())
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
        .response((response, answer) -> read(answer).thenReturn(response.status().code()))
        .single(); // to the end of the answer, not only to its status
  }

  private static void describe(
      HttpHeaders headers, Message message, int length, String signatures) {
    headers
        .set(HttpHeaderNames.CONTENT_LENGTH, length)
        .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set("webhook-id", message.id())
        .set("webhook-timestamp", message.at().getEpochSecond())
        .set("webhook-signature", signatures);
  }

  /** A short answer is read to its end, so that the connection can be used again. */
  private Mono<Void> read(ByteBufFlux body) {
    return body.map(ByteBuf::readableBytes)
        .scan(0, Integer::sum)
        .takeUntil(bytes -> bytes >= settings.answerBytesMax())
        .then();
  }

  private static WebhookReply failed(Message message, Throwable failure) {
    LOG.debug("webhook {} was not answered: {}", message.id(), failure.toString());
    return WebhookReply.unanswered(outcome(failure));
  }

  private static Outcome outcome(Throwable failure) {
    var link = failure;
    for (var depth = 0; link != null && depth < CAUSES_MAX; depth++) {
      if (link instanceof ForbiddenAddressException) {
        return Outcome.FORBIDDEN;
      }
      if (link instanceof TimeoutException) {
        return Outcome.TIMED_OUT;
      }
      link = link.getCause();
    }
    return Outcome.UNREACHABLE;
  }

  @Override
  public void close() {
    connections.dispose();
  }
}
