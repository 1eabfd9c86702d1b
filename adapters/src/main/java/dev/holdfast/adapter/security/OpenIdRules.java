package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.port.AccessTokens.Claims;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an access token of an issuer outside needs to be good, and what it says about the caller. As
 * with our own, the header selects among what is allowed and known, and nothing it points to is
 * ever used; issuers differ in the rest, so less of it is asked for.
 */
final class OpenIdRules {
  private static final int LENGTH_MAX = 8_192;

  /** Thumbprints of a certificate only name the key once more. */
  private static final Set<String> HEADERS = Set.of("alg", "typ", "kid", "x5t", "x5t#S256");

  private static final int UUID_LENGTH = 36;

  private final OpenIdSettings settings;

  OpenIdRules(OpenIdSettings settings) {
    this.settings = settings;
  }

  /** The token, if its header is in order; nothing else has been looked at. */
  Optional<SignedJWT> read(String token) {
    if (token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedJWT.parse(token)).filter(jwt -> isAllowed(jwt.getHeader()));
    } catch (ParseException | IllegalArgumentException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  private boolean isAllowed(JWSHeader header) {
    return settings.algorithms().contains(header.getAlgorithm())
        && isType(header.getType())
        && header.getKeyID() != null
        && HEADERS.containsAll(header.toJSONObject().keySet());
  }

  /** {@code application/} may be left out (RFC 7515 §4.1.9). */
  private boolean isType(@Nullable JOSEObjectType type) {
    return type != null
        && settings.types().stream()
            .anyMatch(
                name ->
                    name.equalsIgnoreCase(type.getType())
                        || ("application/" + name).equalsIgnoreCase(type.getType()));
  }

  /** What a token states whose signature is right, if it is for us; its times are not judged. */
  Optional<CheckedToken> checked(SignedJWT jwt) {
    try {
      var claims = jwt.getJWTClaimsSet();
      if (claims == null
          || !settings.issuer().equals(claims.getIssuer())
          || !claims.getAudience().contains(settings.audience())
          || claims.getSubject() == null
          || claims.getExpirationTime() == null) {
        return Optional.empty();
      }
      var user = uuid(claim(claims, settings.userClaim()));
      return user.map(
          id ->
              new CheckedToken(
                  new Claims(new UserId(id), role(claims), session(claims)),
                  notBefore(claims),
                  claims.getExpirationTime().toInstant(),
                  Instant.MAX));
    } catch (ParseException | IllegalArgumentException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static Instant notBefore(JWTClaimsSet claims) {
    return Stream.of(claims.getIssueTime(), claims.getNotBeforeTime())
        .filter(Objects::nonNull)
        .map(Date::toInstant)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** The highest role that a value of the claim stands for; nobody is less than a user. */
  private Role role(JWTClaimsSet claims) {
    var value = claim(claims, settings.roleClaim());
    var values = value instanceof Collection<?> several ? several : List.of(value);
    return values.stream()
        .filter(String.class::isInstance)
        .map(settings.roles()::get)
        .filter(Objects::nonNull)
        .max(Role::compareTo)
        .orElse(Role.USER);
  }

  /** The issuer's session, or else one for each token. */
  private SessionId session(JWTClaimsSet claims) {
    var sid = claims.getClaim(TokenRules.SESSION);
    var own = uuid(sid == null ? "" : sid);
    if (own.isPresent()) {
      return new SessionId(own.get());
    }
    var named = sid == null ? Objects.requireNonNullElse(claims.getJWTID(), "") : sid.toString();
    var name = String.join("\n", settings.issuer(), claims.getSubject(), named);
    return new SessionId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** The value under this name, or under the names between its dots; empty text for none. */
  private static Object claim(JWTClaimsSet claims, String path) {
    Object value = claims.getClaim(path);
    if (value != null) {
      return value;
    }
    value = claims.getClaims();
    for (var name : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> inner ? inner.get(name) : null;
    }
    return value == null ? "" : value;
  }

  private static Optional<UUID> uuid(Object value) {
    return value instanceof String text && text.length() == UUID_LENGTH
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
