package dev.holdfast.adapter.security;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Gets the key set of an issuer: one time limit for everything, no more of an answer than a bound,
 * no redirection, no proxy, no cookie, and the certificates that the JDK trusts.
 */
final class KeySetClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 64 * 1024;
  private static final int OK = 200;

  private final HttpClient client;
  private final URI uri;

  KeySetClient(LoopResources loops, URI uri) {
    this.uri = uri;
    // A connection each time: there is one request in minutes.
    var plain =
        HttpClient.create(ConnectionProvider.newConnection())
            .runOn(loops)
            .protocol(HttpProtocol.HTTP11)
            .followRedirect(false)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(TIMEOUT.toMillis()))
            .headers(headers -> headers.set(HttpHeaderNames.ACCEPT, "application/json"));
    client =
        "https".equals(uri.getScheme())
            ? plain.secure(tls -> tls.sslContext(usualTrust()).handshakeTimeout(TIMEOUT))
            : plain;
  }

  private static SslContext usualTrust() {
    try {
      return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JVM lacks TLS", e);
    }
  }

  /** The body of a whole answer, or an error; never empty. */
  Mono<String> get() {
    return client.get().uri(uri).response(KeySetClient::body).single().timeout(TIMEOUT);
  }

  private static Mono<String> body(HttpClientResponse response, ByteBufFlux body) {
    if (response.status().code() != OK) {
      return Mono.error(() -> new IOException("answered " + response.status()));
    }
    return body.asByteArray()
        .reduceWith(ByteArrayOutputStream::new, KeySetClient::append)
        .map(bytes -> bytes.toString(StandardCharsets.UTF_8));
  }

  private static ByteArrayOutputStream append(ByteArrayOutputStream bytes, byte[] piece) {
    if (bytes.size() + piece.length > BYTES_MAX) {
      throw new IllegalStateException("answered more than " + BYTES_MAX + " bytes");
    }
    bytes.writeBytes(piece);
    return bytes;
  }
}
