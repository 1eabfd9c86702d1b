package dev.holdfast.adapter.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
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
 * Access tokens as in RFC 9068, signed with ES256. What a token needs to be good is in {@link
 * TokenRules}. Signatures that were found good are remembered for {@link #MEMORY}, as checking one
 * is the most expensive part of a cached read; the times are judged on every use.
 */
public final class JwtAccessTokens implements AccessTokens, PublicKeys {
  /** How long an access token lives: nobody can revoke it sooner. */
  public static final Duration LIFE = Duration.ofMinutes(5);

  static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final Duration MEMORY = Duration.ofSeconds(60);
  private static final int REMEMBERED_MAX = 20_000;

  private final JWSHeader header;
  private final JWSSigner signer;
  private final TokenRules rules;
  private final String issuer;
  private final String audience;
  private final String keySet;
  private final InstantSource clock;
  private final Cache<String, TokenRules.Checked> remembered;

  /**
   * @param issuer who makes the tokens, as it stands in {@code iss}
   * @param audience whom they are for, as it stands in {@code aud}
   */
  public JwtAccessTokens(Secrets secrets, String issuer, String audience, InstantSource clock) {
    var key = secrets.signingKey();
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build();
    this.signer = signer(key);
    this.rules = new TokenRules(key.toPublicJWK(), issuer, audience);
    this.issuer = issuer;
    this.audience = audience;
    this.keySet = new JWKSet(key.toPublicJWK()).toString();
    this.clock = clock;
    this.remembered =
        Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(MEMORY).build();
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
    try {
      var token = new SignedJWT(header, set);
      token.sign(signer);
      return new Issued(token.serialize(), LIFE);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  @Override
  public Verdict verify(String token) {
    var now = clock.instant();
    var known = remembered.getIfPresent(token);
    if (known != null) {
      return known.at(now);
    }
    return rules.check(token).map(checked -> remember(token, checked, now)).orElse(TokenRules.BAD);
  }

  @Override
  public Optional<Claims> remembered(String token) {
    var known = remembered.getIfPresent(token);
    return known != null && known.at(clock.instant()) instanceof Verdict.Good(var claims, _)
        ? Optional.of(claims)
        : Optional.empty();
  }

  private Verdict remember(String token, TokenRules.Checked checked, Instant now) {
    var verdict = checked.at(now);
    if (verdict instanceof Verdict.Good) {
      remembered.put(token, checked);
    }
    return verdict;
  }

  @Override
  public String asJson() {
    return keySet;
  }

  private static JWSSigner signer(ECKey key) {
    try {
      return new ECDSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("the signing key cannot sign", e);
    }
  }
}
