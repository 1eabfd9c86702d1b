package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** An OpenID issuer on the loopback, as small as it can be: keys, tokens, and a count of visits. */
final class LittleIssuer implements AutoCloseable {
  static final String NAME = "https://issuer.test";

  private final AtomicInteger visits = new AtomicInteger();
  private volatile String published = "{\"keys\":[]}";
  private volatile String answer = published;
  private volatile int status = 200;
  private volatile Mono<Void> pause = Mono.empty();
  private final DisposableServer server;

  LittleIssuer() {
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.get("/keys", this::answer).get("/elsewhere", this::goodAnswer))
            .bindNow();
  }

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    visits.incrementAndGet();
    return status == 302
        ? response.sendRedirect("/elsewhere")
        : response.status(status).sendString(pause.then(Mono.fromSupplier(() -> answer)));
  }

  private Publisher<Void> goodAnswer(HttpServerRequest request, HttpServerResponse response) {
    return response.sendString(Mono.fromSupplier(() -> published));
  }

  URI keys() {
    return URI.create("http://127.0.0.1:" + server.port() + "/keys");
  }

  /** How often its keys were asked for. */
  int visits() {
    return visits.get();
  }

  void publishes(JWK... keys) {
    published = new JWKSet(List.of(keys)).toString();
    answers(200, published);
  }

  void answers(int status, String answer) {
    this.status = status;
    this.answer = answer;
  }

  void answersAfter(Mono<Void> pause) {
    this.pause = pause;
  }

  static ECKey ec(String kid) {
    return made(new ECKeyGenerator(Curve.P_256).keyID(kid));
  }

  static OctetKeyPair ed(String kid) {
    return made(new OctetKeyPairGenerator(Curve.Ed25519).keyID(kid));
  }

  static RSAKey rsa(String kid, int bits) {
    return made(new RSAKeyGenerator(bits, true).keyID(kid));
  }

  private static <K extends JWK> K made(JWKGenerator<K> generator) {
    try {
      return generator.generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** A token signed with a key as its kind is usually used. */
  static String token(JWK key, JWTClaimsSet claims) {
    return token(key, claims, header -> header);
  }

  /** A token whose header differs. */
  static String token(JWK key, JWTClaimsSet claims, UnaryOperator<JWSHeader.Builder> change) {
    var header = new JWSHeader.Builder(algorithm(key)).keyID(key.getKeyID());
    header.type(new JOSEObjectType("at+jwt"));
    try {
      var token = new SignedJWT(change.apply(header).build(), claims);
      token.sign(signer(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static JWSAlgorithm algorithm(JWK key) {
    return switch (key) {
      case RSAKey _ -> JWSAlgorithm.RS256;
      case ECKey _ -> JWSAlgorithm.ES256;
      default -> JWSAlgorithm.EdDSA;
    };
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa ->
          new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()));
      case ECKey ec -> new ECDSASigner(ec);
      default -> new Ed25519Signer(key.toOctetKeyPair());
    };
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
