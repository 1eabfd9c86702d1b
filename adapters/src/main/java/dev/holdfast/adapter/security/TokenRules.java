package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.port.AccessTokens.Claims;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token of ours needs to be good (RFC 8725, RFC 9068 §4). The header only ever selects among
 * what we have: one type, our own keys, and for each key its one algorithm. A header that brings or
 * points to a key, or asks for anything critical, is refused before any work, and nothing is ever
 * fetched.
 */
final class TokenRules {
  static final String ROLE = "role";
  static final String SESSION = "sid";

  private static final int LENGTH_MAX = 4_096;
  private static final Set<String> HEADERS = Set.of("alg", "typ", "kid");

  /** Nobody has an account under any other role. */
  private static final Map<String, Role> ROLES =
      Map.of("USER", Role.USER, "MANAGER", Role.MANAGER, "ADMIN", Role.ADMIN);

  private final String issuer;
  private final String audience;

  TokenRules(String issuer, String audience) {
    this.issuer = issuer;
    this.audience = audience;
  }

  /** The token, when it is one of ours and for us; times are still to be judged. */
  Optional<CheckedToken> check(String token, KeyRing keys) {
    if (token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      var jwt = SignedJWT.parse(token);
      var key = key(jwt.getHeader(), keys);
      return key != null && jwt.verify(key.verifier())
          ? checked(jwt.getJWTClaimsSet(), key.until())
          : Optional.empty();
    } catch (ParseException
        | JOSEException
        | IllegalArgumentException
        | IllegalStateException
        | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static @Nullable SigningKey key(JWSHeader header, KeyRing keys) {
    if (!JwtAccessTokens.TYPE.equals(header.getType())
        || !HEADERS.containsAll(header.toJSONObject().keySet())) {
      return null;
    }
    var key = keys.find(header.getKeyID());
    return key != null && key.algorithm().equals(header.getAlgorithm()) ? key : null;
  }

  private Optional<CheckedToken> checked(@Nullable JWTClaimsSet claims, Instant keyEnds)
      throws ParseException {
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
            new CheckedToken(
                new Claims(
                    new UserId(uuid(claims.getSubject())),
                    role,
                    new SessionId(uuid(text(claims, SESSION)))),
                notBefore(claims),
                claims.getExpirationTime().toInstant(),
                keyEnds));
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
