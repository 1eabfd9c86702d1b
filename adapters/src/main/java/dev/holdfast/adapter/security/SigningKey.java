package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * One key that signs access tokens, and its times. What kind of key it is settles the algorithm:
 * P-256 signs with ES256, Ed25519 with EdDSA, and no key is ever used for another.
 */
final class SigningKey {
  private final JWK privateKey;
  private final JWK publicKey;
  private final JWSHeader header;
  private final JWSSigner signer;
  private final JWSVerifier verifier;

  private SigningKey(JWK privateKey, JWK publicKey, JWSSigner signer, JWSVerifier verifier) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.parse(privateKey.getAlgorithm().getName()))
            .type(JwtAccessTokens.TYPE)
            .keyID(privateKey.getKeyID())
            .build();
    this.signer = signer;
    this.verifier = verifier;
  }

  /**
   * A new key.
   *
   * @param algorithm {@code ES256} or {@code EdDSA}
   * @param from when it is to sign; at once when there is none
   */
  static SigningKey generate(String algorithm, @Nullable Instant from) {
    try {
      var generator = generator(algorithm).keyIDFromThumbprint(true);
      return of((from == null ? generator : generator.notBeforeTime(Date.from(from))).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("this JVM makes no key for " + algorithm, e);
    }
  }

  private static JWKGenerator<? extends JWK> generator(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> new ECKeyGenerator(Curve.P_256);
      case "EdDSA" -> new OctetKeyPairGenerator(Curve.Ed25519);
      default ->
          throw new SecretsException(
              "Access tokens are signed with ES256 or EdDSA; %s is neither.".formatted(algorithm));
    };
  }

  /**
   * The key in this JWK, whatever it says about its use.
   *
   * @throws JOSEException when it is of another kind, or its two halves do not belong together
   */
  static SigningKey of(JWK jwk) throws JOSEException {
    var kid = jwk.getKeyID() == null ? jwk.computeThumbprint().toString() : jwk.getKeyID();
    var key =
        switch (jwk) {
          case ECKey ec when ec.isPrivate() && Curve.P_256.equals(ec.getCurve()) -> of(ec, kid);
          case OctetKeyPair ed when ed.isPrivate() && Curve.Ed25519.equals(ed.getCurve()) ->
              of(ed, kid);
          default -> throw new JOSEException("no private key on P-256 or Ed25519");
        };
    key.proveItself();
    return key;
  }

  private static SigningKey of(ECKey key, String kid) throws JOSEException {
    var privateKey =
        new ECKey.Builder(key)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .keyID(kid)
            .build();
    var publicKey =
        new ECKey.Builder(key.getCurve(), key.getX(), key.getY())
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .keyID(kid)
            .build();
    return new SigningKey(
        privateKey, publicKey, new ECDSASigner(privateKey), new ECDSAVerifier(publicKey));
  }

  private static SigningKey of(OctetKeyPair key, String kid) throws JOSEException {
    var privateKey =
        new OctetKeyPair.Builder(key)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.EdDSA)
            .keyID(kid)
            .build();
    var publicKey =
        new OctetKeyPair.Builder(key.getCurve(), key.getX())
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.EdDSA)
            .keyID(kid)
            .build();
    return new SigningKey(
        privateKey, publicKey, new Ed25519Signer(privateKey), new Ed25519Verifier(publicKey));
  }

  /** Nobody could check what a key signs whose halves do not belong together. */
  private void proveItself() throws JOSEException {
    var sample = new JWSObject(header, new Payload("sample"));
    sample.sign(signer);
    if (!sample.verify(verifier)) {
      throw new JOSEException("the two halves of a key do not belong together");
    }
  }

  /** The same key, which ends then, unless it does sooner. */
  SigningKey endingBy(Instant end) {
    if (!end.isBefore(until())) {
      return this;
    }
    var date = Date.from(end);
    var ending =
        privateKey instanceof ECKey ec
            ? new ECKey.Builder(ec).expirationTime(date).build()
            : new OctetKeyPair.Builder(privateKey.toOctetKeyPair()).expirationTime(date).build();
    return new SigningKey(ending, publicKey, signer, verifier);
  }

  String kid() {
    return privateKey.getKeyID();
  }

  JWSAlgorithm algorithm() {
    return header.getAlgorithm();
  }

  /** When it signs, unless a later one does. */
  Instant from() {
    var date = privateKey.getNotBeforeTime();
    return date == null ? Instant.MIN : date.toInstant();
  }

  /** When its tokens are not accepted any more. */
  Instant until() {
    var date = privateKey.getExpirationTime();
    return date == null ? Instant.MAX : date.toInstant();
  }

  JWSHeader header() {
    return header;
  }

  JWSSigner signer() {
    return signer;
  }

  JWSVerifier verifier() {
    return verifier;
  }

  /** What anyone may know: neither the private half nor the times, which are our own affair. */
  JWK publicKey() {
    return publicKey;
  }

  JWK privateKey() {
    return privateKey;
  }

  /** Says nothing of the private half. */
  @Override
  public String toString() {
    return "SigningKey[" + kid() + "]";
  }
}
