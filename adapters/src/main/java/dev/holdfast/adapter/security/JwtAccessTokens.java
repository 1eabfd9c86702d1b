package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Ids;
import dev.holdfast.user.port.AccessTokens;
import dev.holdfast.user.port.PublicKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;

/**
 * Access tokens as in RFC 9068, signed with the key whose time it is. What a token needs to be good
 * is in {@link TokenRules}; what was found good is remembered in {@link CheckedTokens}, but no
 * longer than the key it was signed with is ours.
 */
public final class JwtAccessTokens implements AccessTokens, PublicKeys {
  /** How long an access token lives: nobody can revoke it sooner. */
  public static final Duration LIFE = Duration.ofMinutes(5);

  static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  private final SigningKeys keys;
  private final TokenRules rules;
  private final String issuer;
  private final String audience;
  private final InstantSource clock;
  private final CheckedTokens known = new CheckedTokens();

  /**
   * @param issuer who makes the tokens, as it stands in {@code iss}
   * @param audience whom they are for, as it stands in {@code aud}
   */
  public JwtAccessTokens(SigningKeys keys, String issuer, String audience, InstantSource clock) {
    this.keys = keys;
    this.rules = new TokenRules(issuer, audience);
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public Issued issue(Claims claims) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var set =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(claims.user().toString())
            .claim(TokenRules.ROLE, claims.role().name())
            .claim(TokenRules.SESSION, claims.session().toString())
            .jwtID(Ids.next().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    var key = keys.ring().signing(now);
    try {
      var token = new SignedJWT(key.header(), set);
      token.sign(key.signer());
      return new Issued(token.serialize(), LIFE);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  @Override
  public Verdict verify(String token) {
    var now = clock.instant();
    var ring = keys.ring();
    var found = known.find(token, ring);
    if (found != null) {
      return found.at(now);
    }
    return rules
        .check(token, ring)
        .map(checked -> remember(token, ring, checked, now))
        .orElse(CheckedToken.BAD);
  }

  @Override
  public Optional<Claims> remembered(String token) {
    var found = known.find(token, keys.ring());
    return found != null && found.at(clock.instant()) instanceof Verdict.Good(var claims, _)
        ? Optional.of(claims)
        : Optional.empty();
  }

  private Verdict remember(String token, KeyRing ring, CheckedToken checked, Instant now) {
    var verdict = checked.at(now);
    if (verdict instanceof Verdict.Good) {
      known.keep(token, ring, checked);
    }
    return verdict;
  }

  @Override
  public String asJson() {
    return keys.ring().published(clock.instant());
  }
}
