package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token needs to be good (RFC 8725, RFC 9068 §4). The header only ever selects among what we
 * have: one algorithm, one type, our own keys. A header that brings or points to a key, or asks for
 * anything critical, is refused before any work, and nothing is ever fetched.
 */
final class TokenRules {
  static final String ROLE = "role";
  static final String SESSION = "sid";
  static final Verdict BAD = new Verdict.Bad();

  /** How far clocks may be apart. */
  private static final Duration LEEWAY = Duration.ofSeconds(60);

  private static final int LENGTH_MAX = 4_096;
  private static final Set<String> HEADERS = Set.of("alg", "typ", "kid");

  /** Nobody has an account under any other role. */
  private static final Map<String, Role> ROLES =
      Map.of("USER", Role.USER, "MANAGER", Role.MANAGER, "ADMIN", Role.ADMIN);

  private final String kid;
  private final JWSVerifier verifier;
  private final String issuer;
  private final String audience;

  /**
   * A token whose signature and claims are right, whenever it is or was good.
   *
   * @param notBefore the later of {@code iat} and {@code nbf}
   */
  record Checked(Claims claims, Instant notBefore, Instant expiresAt) {
    /** What it is worth at this instant. */
    Verdict at(Instant now) {
      if (notBefore.isAfter(now.plus(LEEWAY))) {
        return BAD;
      }
      return now.minus(LEEWAY).isBefore(expiresAt)
          ? new Verdict.Good(claims, expiresAt.plus(LEEWAY))
          : new Verdict.Expired();
    }
  }

  TokenRules(ECKey publicKey, String issuer, String audience) {
    this.kid = publicKey.getKeyID();
    this.issuer = issuer;
    this.audience = audience;
    try {
      this.verifier = new ECDSAVerifier(publicKey);
    } catch (JOSEException e) {
      throw new IllegalStateException("the public key cannot verify", e);
    }
  }

  /** The token, when it is one of ours and for us; its times are still to be judged. */
  Optional<Checked> check(String token) {
    if (token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      var jwt = SignedJWT.parse(token);
      if (!isOurs(jwt.getHeader()) || !jwt.verify(verifier)) {
        return Optional.empty();
      }
      return checked(jwt.getJWTClaimsSet());
    } catch (ParseException
        | JOSEException
        | IllegalArgumentException
        | IllegalStateException
        | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private boolean isOurs(JWSHeader header) {
    return JWSAlgorithm.ES256.equals(header.getAlgorithm())
        && JwtAccessTokens.TYPE.equals(header.getType())
        && kid.equals(header.getKeyID())
        && HEADERS.containsAll(header.toJSONObject().keySet());
  }

  private Optional<Checked> checked(@Nullable JWTClaimsSet claims) throws ParseException {
    if (claims == null
        || !issuer.equals(claims.getIssuer())
        || !List.of(audience).equals(claims.getAudience())
        || claims.getJWTID() == null
        || claims.getIssueTime() == null
        || claims.getExpirationTime() == null) {
      return Optional.empty();
    }
    var role = ROLES.get(text(claims, ROLE));
    return role == null
        ? Optional.empty()
        : Optional.of(
            new Checked(
                new Claims(
                    new UserId(uuid(claims.getSubject())),
                    role,
                    new SessionId(uuid(text(claims, SESSION)))),
                notBefore(claims),
                claims.getExpirationTime().toInstant()));
  }

  private static Instant notBefore(JWTClaimsSet claims) {
    var issued = claims.getIssueTime().toInstant();
    var notBefore = claims.getNotBeforeTime();
    return notBefore == null || notBefore.toInstant().isBefore(issued)
        ? issued
        : notBefore.toInstant();
  }

  private static String text(JWTClaimsSet claims, String name) throws ParseException {
    var value = claims.getStringClaim(name);
    return value == null ? "" : value;
  }

  private static UUID uuid(@Nullable String text) {
    return UUID.fromString(text == null ? "" : text);
  }
}
