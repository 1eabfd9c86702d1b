package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A public key of an issuer outside, and the algorithms it is for: those its kind can do, or the
 * one that it names.
 */
record OpenIdKey(String kid, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
  private static final int RSA_BITS_MIN = 2_048;

  private static final Set<JWSAlgorithm> RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);
  private static final Map<Curve, JWSAlgorithm> CURVES =
      Map.of(
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.P_384, JWSAlgorithm.ES384,
          Curve.P_521, JWSAlgorithm.ES512,
          Curve.Ed25519, JWSAlgorithm.EdDSA);

  /** All that there are: whoever checks a token cannot make one. */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Stream.concat(RSA.stream(), CURVES.values().stream()).collect(Collectors.toUnmodifiableSet());

  /** The key, unless it is for something else, has no name, or is too short. */
  static Optional<OpenIdKey> of(JWK key) {
    var isForSigning = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
    if (!isForSigning || key.getKeyID() == null || key.isPrivate()) {
      return Optional.empty();
    }
    var named = key.getAlgorithm();
    var algorithms =
        kind(key).stream()
            .filter(algorithm -> named == null || algorithm.getName().equals(named.getName()))
            .collect(Collectors.toUnmodifiableSet());
    if (algorithms.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OpenIdKey(key.getKeyID(), algorithms, verifier(key)));
    } catch (JOSEException _) {
      return Optional.empty();
    }
  }

  private static Set<JWSAlgorithm> kind(JWK key) {
    return switch (key) {
      case RSAKey rsa -> rsa.size() >= RSA_BITS_MIN ? RSA : Set.of();
      case ECKey ec when CURVES.containsKey(ec.getCurve()) -> Set.of(CURVES.get(ec.getCurve()));
      case OctetKeyPair ed when Curve.Ed25519.equals(ed.getCurve()) -> Set.of(JWSAlgorithm.EdDSA);
      default -> Set.of();
    };
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> new RSASSAVerifier(rsa);
      case ECKey ec -> new ECDSAVerifier(ec);
      default -> new Ed25519Verifier(key.toOctetKeyPair());
    };
  }

  boolean isMeantBy(JWSHeader header) {
    return kid.equals(header.getKeyID()) && algorithms.contains(header.getAlgorithm());
  }
}
