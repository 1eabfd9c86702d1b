package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class JwtAccessTokensTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
  private static final Secrets SECRETS = TestSecrets.fresh();
  private static final ECKey KEY = TestSecrets.key(SECRETS).toECKey();
  private static final Claims CLAIMS = new Claims(UserId.next(), Role.MANAGER, SessionId.next());
  private static final Verdict GOOD = new Verdict.Good(CLAIMS, NOON.plusSeconds(300 + 60));

  private Instant now = NOON;
  private final JwtAccessTokens tokens =
      new JwtAccessTokens(SECRETS.signingKeys(), "https://holdfast.test", "holdfast", () -> now);

  @Test
  void aTokenIsGoodForWhatItStates() {
    assertThat(tokens.verify(tokens.issue(CLAIMS).token())).isEqualTo(GOOD);
  }

  @Test
  void aTokenHasTheClaimsOfTheContractAndNoOther() throws Exception {
    var jwt = SignedJWT.parse(tokens.issue(CLAIMS).token());
    assertThat(jwt.getHeader().toJSONObject())
        .containsOnlyKeys("alg", "typ", "kid")
        .containsEntry("alg", "ES256")
        .containsEntry("typ", "at+jwt");
    assertThat(jwt.getJWTClaimsSet().toJSONObject())
        .containsOnlyKeys("iss", "aud", "sub", "role", "sid", "jti", "iat", "exp")
        .containsEntry("iat", NOON.getEpochSecond())
        .containsEntry("exp", NOON.plusSeconds(300).getEpochSecond());
  }

  @Test
  void anyoneCanCheckATokenWithThePublishedKey() throws Exception {
    var key = JWKSet.parse(tokens.asJson()).getKeys().getFirst();
    assertThat(key.isPrivate()).isFalse();
    assertThat(key.toJSONObject()).containsOnlyKeys("kty", "crv", "x", "y", "use", "alg", "kid");
    var jwt = SignedJWT.parse(tokens.issue(CLAIMS).token());
    assertThat(jwt.getHeader().getKeyID()).isEqualTo(key.getKeyID());
    assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
  }

  @Test
  void aTokenIsGoodUntilSixtySecondsAfterItsEndAndThenExpired() {
    var token = tokens.issue(CLAIMS).token();
    now = NOON.plusSeconds(300 + 60).minusNanos(1);
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Good.class);
    now = NOON.plusSeconds(300 + 60);
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Expired.class);
  }

  @Test
  void aRememberedTokenExpiresLikeAnyOther() {
    var token = tokens.issue(CLAIMS).token();
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Good.class);
    now = NOON.plusSeconds(361);
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Expired.class);
  }

  @Test
  void onlyATokenThatWasFoundGoodIsRememberedAndOnlyWhileItIs() {
    var token = tokens.issue(CLAIMS).token();
    assertThat(tokens.remembered(token)).isEmpty();
    tokens.verify(token);
    assertThat(tokens.remembered(token)).contains(CLAIMS);
    now = NOON.plusSeconds(361);
    assertThat(tokens.remembered(token)).isEmpty();
  }

  @Test
  void aTokenOfAnotherInstallationIsBad() {
    var other =
        new JwtAccessTokens(
            TestSecrets.fresh().signingKeys(), "https://holdfast.test", "holdfast", () -> now);
    assertThat(tokens.verify(other.issue(CLAIMS).token())).isInstanceOf(Verdict.Bad.class);
  }

  @Test
  void theReferenceTokenOfTheTableIsGood() {
    assertThat(tokens.verify(signed(header(), payload()))).isInstanceOf(Verdict.Good.class);
  }

  static Stream<Arguments> badTokens() {
    return Stream.of(
        // 68: no signature
        Arguments.of("alg none", unsigned("none")),
        Arguments.of("alg None", unsigned("None")),
        Arguments.of("empty signature", withoutSignature()),
        Arguments.of("signature of zeros", withSignature(new byte[64])),
        // 69: confusion
        Arguments.of("HS256 with the public key", hmac()),
        // 71: a header that brings its own key
        Arguments.of("jwk", signed(header().jwk(KEY.toPublicJWK()), payload())),
        Arguments.of("jku", signed(header().jwkURL(URI.create("https://evil.test/")), payload())),
        Arguments.of(
            "x5u", signed(header().x509CertURL(URI.create("https://evil.test/")), payload())),
        Arguments.of("kid path", signed(header().keyID("../../etc/passwd"), payload())),
        Arguments.of("kid SQL", signed(header().keyID("' OR 1=1--"), payload())),
        Arguments.of("kid 1 MB", signed(header().keyID("k".repeat(1 << 20)), payload())),
        Arguments.of("kid missing", signed(header().keyID(null), payload())),
        Arguments.of("unknown header", signed(header().customParam("x", 1), payload())),
        Arguments.of("crit", signed(header().criticalParams(Set.of("exp")), payload())),
        // 73: claims
        Arguments.of("wrong iss", without("iss", "\"iss\":\"https://evil.test\",")),
        Arguments.of("missing iss", without("iss", "")),
        Arguments.of("wrong aud", without("aud", "\"aud\":\"other\",")),
        Arguments.of("two auds", without("aud", "\"aud\":[\"holdfast\",\"other\"],")),
        Arguments.of("missing aud", without("aud", "")),
        Arguments.of("missing exp", without("exp", "")),
        Arguments.of("exp a string", without("exp", "\"exp\":\"1900000000\",")),
        Arguments.of("exp 1e400", without("exp", "\"exp\":1e400,")),
        Arguments.of("exp null", without("exp", "\"exp\":null,")),
        Arguments.of("missing iat", without("iat", "")),
        Arguments.of(
            "iat in 61 s", without("iat", "\"iat\":" + (NOON.getEpochSecond() + 61) + ",")),
        Arguments.of(
            "nbf in 1 h",
            without("jti", "\"jti\":\"j\",\"nbf\":" + (NOON.getEpochSecond() + 3600) + ",")),
        Arguments.of("missing jti", without("jti", "")),
        Arguments.of("missing sub", without("sub", "")),
        Arguments.of("sub no id", without("sub", "\"sub\":\"ada\",")),
        Arguments.of("missing sid", without("sid", "")),
        Arguments.of("role SYSTEM", without("role", "\"role\":\"SYSTEM\",")),
        Arguments.of("role a number", without("role", "\"role\":1,")),
        Arguments.of("missing role", without("role", "")),
        Arguments.of("payload no object", signed(header(), "[]")),
        Arguments.of("payload no JSON", signed(header(), "garbage")),
        // 74: another type of token
        Arguments.of("typ JWT", signed(header().type(JOSEObjectType.JWT), payload())),
        Arguments.of("typ missing", signed(header().type(null), payload())),
        Arguments.of("no token", "x"),
        Arguments.of("two parts", "a.b"),
        Arguments.of("dots", ".."),
        Arguments.of("empty", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void anythingElseIsBad(String what, String token) {
    assertThat(tokens.verify(token)).as(what).isInstanceOf(Verdict.Bad.class);
  }

  @Test
  void nothingBlocksTheThreadsThatMustNot() {
    var verdict =
        Mono.fromSupplier(() -> tokens.verify(tokens.issue(CLAIMS).token()))
            .subscribeOn(Schedulers.parallel());
    StepVerifier.create(verdict).expectNext(GOOD).verifyComplete();
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("at+jwt"))
        .keyID(KEY.getKeyID());
  }

  /** Good claims; each ends with a comma, so that one can be taken out or replaced. */
  private static String payload() {
    return "{\"iss\":\"https://holdfast.test\",\"aud\":\"holdfast\",\"sub\":\""
        + CLAIMS.user()
        + "\",\"role\":\"USER\",\"sid\":\""
        + CLAIMS.session()
        + "\",\"jti\":\"j\",\"iat\":"
        + NOON.getEpochSecond()
        + ",\"exp\":"
        + NOON.plusSeconds(300).getEpochSecond()
        + ",\"x\":0}";
  }

  private static String without(String claim, String replacement) {
    var changed = payload().replaceFirst("\"" + claim + "\":(\"[^\"]*\"|\\d+),", replacement);
    assertThat(changed).isNotEqualTo(payload());
    return signed(header(), changed);
  }

  private static String signed(JWSHeader.Builder header, String payload) {
    return signed(header.build(), payload, ecSigner());
  }

  private static JWSSigner ecSigner() {
    return attempt(() -> new ECDSASigner(KEY));
  }

  private static String signed(JWSHeader header, String payload, JWSSigner signer) {
    var token = new JWSObject(header, new Payload(payload));
    return attempt(
        () -> {
          token.sign(signer);
          return token.serialize();
        });
  }

  private static String hmac() {
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256);
    header.type(new JOSEObjectType("at+jwt")).keyID(KEY.getKeyID());
    var publicKey = attempt(() -> KEY.toPublicKey().getEncoded());
    return signed(header.build(), payload(), attempt(() -> new MACSigner(publicKey)));
  }

  private static String unsigned(String algorithm) {
    var header =
        "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY.getKeyID() + "\"}";
    return Base64URL.encode(header) + "." + Base64URL.encode(payload()) + ".";
  }

  private static String withoutSignature() {
    return body() + ".";
  }

  private static String withSignature(byte[] signature) {
    return body() + "." + Base64URL.encode(signature);
  }

  private static String body() {
    var token = signed(header(), payload());
    return token.substring(0, token.lastIndexOf('.'));
  }

  private interface Attempt<T> {
    T make() throws JOSEException;
  }

  private static <T> T attempt(Attempt<T> attempt) {
    try {
      return attempt.make();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
