package dev.holdfast.adapter.security;

import static dev.holdfast.user.UserFixtures.ADA;
import static dev.holdfast.user.UserFixtures.aUser;
import static dev.holdfast.user.UserFixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import dev.holdfast.user.port.InMemoryUsers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

class OpenIdTokensTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ECKey KEY = LittleIssuer.ec("key-1");
  private static final ECKey NEXT = LittleIssuer.ec("key-2");
  private static final RSAKey RSA = LittleIssuer.rsa("rsa", 2048);
  private static final UserId NOBODY = UserId.next();
  private static final String SID = UUID.randomUUID().toString();

  private final LittleIssuer issuer = new LittleIssuer();
  private final LoopResources loops = LoopResources.create("test", 1, true);
  private final InMemoryUsers users = new InMemoryUsers();
  private final UserId ada = account();
  private Instant now = NOON;
  private OpenIdTokens tokens = reader("sub", "role");

  @BeforeEach
  void publish() {
    issuer.publishes(KEY.toPublicJWK());
  }

  @AfterEach
  void stop() {
    issuer.close();
    loops.dispose();
  }

  private UserId account() {
    var created = aUser();
    users.add(created, credentials(ADA), Actor.system("test")).block(PATIENCE);
    return created.user().id();
  }

  private OpenIdTokens reader(String userClaim, String roleClaim) {
    return new OpenIdTokens(
        loops,
        new OpenIdSettings(
            LittleIssuer.NAME,
            issuer.keys(),
            "bookings",
            OpenIdSettings.algorithms(List.of("ES256", "RS256", "EdDSA")),
            Set.of("at+jwt"),
            userClaim,
            roleClaim,
            Map.of("booking-admin", Role.ADMIN, "staff", Role.MANAGER)),
        users,
        () -> now);
  }

  @Test
  void aTokenOfTheIssuerIsGoodAndRemembered() {
    var token = LittleIssuer.token(KEY, claims().build());
    assertThat(tokens.remembered(token)).isEmpty();
    assertThat(verdict(token)).isEqualTo(new Verdict.Good(claimsOf(token), at(360)));
    assertThat(tokens.remembered(token)).contains(claimsOf(token));
    now = at(360);
    assertThat(tokens.remembered(token)).isEmpty();
    assertThat(verdict(token)).isInstanceOf(Verdict.Expired.class);
    assertThat(issuer.visits()).isEqualTo(1);
  }

  @Test
  void keysOfEveryKindThatIsConfiguredAreGood() {
    var ed = LittleIssuer.ed("ed");
    issuer.publishes(RSA.toPublicJWK(), ed.toPublicJWK());
    assertGood(LittleIssuer.token(RSA, claims().build()));
    assertGood(LittleIssuer.token(ed, claims().build()));
  }

  @Test
  void theLongFormOfTheTypeAndTheThumbprintOfACertificateAreAllowed() {
    assertGood(
        LittleIssuer.token(
            KEY,
            claims().build(),
            header ->
                header
                    .type(new JOSEObjectType("application/AT+JWT"))
                    .x509CertSHA256Thumbprint(Base64URL.encode("x"))));
  }

  static Stream<Arguments> badTokens() {
    return Stream.of(
        bad("iss", claims -> claims.issuer("https://evil.test")),
        bad("no iss", claims -> claims.issuer(null)),
        bad("aud", claims -> claims.audience("others")),
        bad("no aud", claims -> claims.audience((String) null)),
        bad("no exp", claims -> claims.expirationTime(null)),
        bad("exp a string", claims -> claims.claim("exp", "soon")),
        bad("no sub", claims -> claims.subject(null)),
        bad("sub no id", claims -> claims.subject("ada")),
        bad("iat in 61 s", claims -> claims.issueTime(Date.from(at(61)))),
        bad("nbf in 61 s", claims -> claims.notBeforeTime(Date.from(at(61)))),
        bad("an account nobody has", claims -> claims.subject(NOBODY.toString())));
  }

  private static Arguments bad(String what, Consumer<JWTClaimsSet.Builder> change) {
    return Arguments.of(what, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aTokenWithOtherClaimsIsBad(String what, Consumer<JWTClaimsSet.Builder> change) {
    var claims = claims();
    change.accept(claims);
    var token = LittleIssuer.token(KEY, claims.build());
    assertThat(verdict(token)).as(what).isInstanceOf(Verdict.Bad.class);
    assertThat(tokens.remembered(token)).as(what).isEmpty();
  }

  static Stream<JWSHeader.Builder> badHeaders() {
    var evil = URI.create("https://evil.test/");
    return Stream.of(
        header().type(JOSEObjectType.JWT),
        header().type(null),
        header().keyID(null),
        header().jwkURL(evil),
        header().x509CertURL(evil),
        header().jwk(NEXT.toPublicJWK()),
        header().criticalParams(Set.of("exp")),
        header().customParam("x", 1));
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("at+jwt"))
        .keyID(KEY.getKeyID());
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("badHeaders")
  void aTokenWithAnotherHeaderIsBadAndNobodyIsAsked(JWSHeader.Builder header) {
    assertBad(LittleIssuer.token(KEY, claims().build(), _ -> header));
    assertThat(issuer.visits()).isZero();
  }

  @Test
  void algorithmsAreNeverMixedUp() throws Exception {
    issuer.publishes(RSA.toPublicJWK(), KEY.toPublicJWK());
    assertGood(LittleIssuer.token(RSA, claims().build()));
    var hs256 = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa");
    var mac = new SignedJWT(hs256.type(new JOSEObjectType("at+jwt")).build(), claims().build());
    mac.sign(new MACSigner(RSA.toPublicKey().getEncoded()));
    assertBad(mac.serialize());
    // Another key's name, and an algorithm of the same key that is not configured.
    assertBad(LittleIssuer.token(KEY, claims().build(), header -> header.keyID("rsa")));
    var ps256 = new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("rsa");
    assertBad(
        LittleIssuer.token(RSA, claims().build(), _ -> ps256.type(new JOSEObjectType("at+jwt"))));
    assertBad(unsigned());
    for (var garbage : List.of("", "x", "a.b", "..", "x".repeat(10_000))) {
      assertBad(garbage);
    }
    assertThat(issuer.visits()).isEqualTo(1);
  }

  private String unsigned() {
    var header = "{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"key-1\"}";
    return Base64URL.encode(header) + "." + Base64URL.encode(claims().build().toString()) + ".";
  }

  @Test
  void aForeignKeyUnderAKnownNameIsBad() {
    assertBad(LittleIssuer.token(LittleIssuer.ec("key-1"), claims().build()));
  }

  static Stream<JWK> keysForSomethingElse() {
    return Stream.of(
        LittleIssuer.rsa("short", 1024),
        new ECKey.Builder(NEXT).keyUse(KeyUse.ENCRYPTION).build(),
        new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.PS512).build());
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("keysForSomethingElse")
  void aKeyThatIsForSomethingElseOrTooShortIsNotUsed(JWK key) {
    issuer.publishes(key.toPublicJWK(), KEY.toPublicJWK());
    assertGood(LittleIssuer.token(KEY, claims().build()));
    assertBad(LittleIssuer.token(key, claims().build()));
  }

  @Test
  void aKeyOfAnUnknownKindIsNoReasonToDoWithoutTheOthers() {
    issuer.answers(200, "{\"keys\":[{\"kty\":\"AKP\",\"kid\":\"pq\"}," + KEY.toPublicJWK() + "]}");
    assertGood(LittleIssuer.token(KEY, claims().build()));
  }

  @Test
  void aFloodOfUnknownKeysAsksTheIssuerOnceInHalfAMinute() {
    assertGood(LittleIssuer.token(KEY, claims().build()));
    flood();
    now = NOON.plus(OpenIdKeys.PAUSE).minusNanos(1);
    flood();
    assertThat(issuer.visits()).isEqualTo(1);
    now = NOON.plus(OpenIdKeys.PAUSE);
    flood();
    assertThat(issuer.visits()).isEqualTo(2);
  }

  private void flood() {
    var answers =
        Flux.range(0, 500)
            .map(n -> LittleIssuer.token(NEXT, claims().build(), header -> header.keyID("k" + n)))
            .flatMap(tokens::verify, 64);
    StepVerifier.create(answers.distinct())
        .expectNext(CheckedToken.BAD)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void allWhoComeWhileTheKeysAreOnTheirWayWaitForThem() {
    var gate = Sinks.<Void>one();
    issuer.answersAfter(gate.asMono());
    var token = LittleIssuer.token(KEY, claims().build());
    var all = Flux.range(0, 100).flatMap(_ -> tokens.verify(token), 100);
    StepVerifier.create(all.all(Verdict.Good.class::isInstance))
        .expectSubscription()
        .then(gate::tryEmitEmpty)
        .expectNext(true)
        .expectComplete()
        .verify(PATIENCE);
    assertThat(issuer.visits()).isEqualTo(1);
  }

  @Test
  void aNewKeyOfTheIssuerIsPickedUpAndARemovedOneForgottenAlsoWhereItIsRemembered() {
    var before = LittleIssuer.token(KEY, claims().build());
    var after = LittleIssuer.token(NEXT, claims().build());
    assertGood(before);
    issuer.publishes(NEXT.toPublicJWK());
    now = NOON.plus(OpenIdKeys.PAUSE).minusNanos(1);
    assertBad(after);
    assertThat(tokens.remembered(before)).isPresent();
    now = NOON.plus(OpenIdKeys.PAUSE);
    assertGood(after);
    assertThat(issuer.visits()).isEqualTo(2);
    assertThat(tokens.remembered(before)).isEmpty();
    assertBad(before);
    assertThat(issuer.visits()).isEqualTo(2);
  }

  @Test
  void keysAreGotAgainWhenTheyAreNotFreshAnyMore() {
    refresh();
    now = NOON.plus(OpenIdKeys.FRESH).minusNanos(1);
    refresh();
    assertThat(issuer.visits()).isEqualTo(1);
    now = NOON.plus(OpenIdKeys.FRESH);
    refresh();
    assertThat(issuer.visits()).isEqualTo(2);
  }

  static Stream<Arguments> uselessAnswers() {
    return Stream.of(
        Arguments.of(500, ""),
        Arguments.of(404, "{\"keys\":[]}"),
        Arguments.of(302, ""),
        Arguments.of(200, "garbage"),
        Arguments.of(200, "{}"),
        Arguments.of(200, ""),
        Arguments.of(200, "{\"keys\":[]}" + " ".repeat(64 * 1024)));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("uselessAnswers")
  void theLastKeysDoForAnHourWhileTheIssuerIsAwayAndThenNobodyIsLetIn(int status, String answer) {
    var token = LittleIssuer.token(KEY, claims().expirationTime(Date.from(at(9_000))).build());
    assertGood(token);
    issuer.answers(status, answer);
    now = NOON.plus(OpenIdKeys.USABLE).minusNanos(1);
    refresh();
    assertThat(issuer.visits()).isEqualTo(2);
    assertThat(tokens.remembered(token)).isPresent();
    assertGood(token);
    now = NOON.plus(OpenIdKeys.USABLE);
    assertThat(tokens.remembered(token)).isEmpty();
    assertOutage(token);
    issuer.publishes(KEY.toPublicJWK());
    now = NOON.plus(OpenIdKeys.USABLE).plus(OpenIdKeys.PAUSE);
    assertGood(token);
  }

  @Test
  void nobodyIsLetInBeforeTheIssuerHasEverAnswered() {
    issuer.answers(503, "");
    assertOutage(LittleIssuer.token(KEY, claims().build()));
    assertOutage(LittleIssuer.token(KEY, claims().build()));
    assertThat(issuer.visits()).isEqualTo(1);
  }

  @Test
  void whoeverHasLostTheAccountIsRefused() {
    users.deactivate(ada);
    assertBad(LittleIssuer.token(KEY, claims().build()));
  }

  static Stream<Arguments> roles() {
    return Stream.of(
        Arguments.of("booking-admin", Role.ADMIN),
        Arguments.of("staff", Role.MANAGER),
        Arguments.of(List.of("x", "staff"), Role.MANAGER),
        Arguments.of(List.of("staff", "booking-admin"), Role.ADMIN),
        Arguments.of("ADMIN", Role.USER),
        Arguments.of("SYSTEM", Role.USER),
        Arguments.of(List.of(), Role.USER),
        Arguments.of(List.of(1, Map.of()), Role.USER),
        Arguments.of(7, Role.USER));
  }

  @ParameterizedTest
  @MethodSource("roles")
  void theHighestRoleThatIsMappedCounts(Object value, Role role) {
    assertThat(claimsOf(LittleIssuer.token(KEY, claims().claim("role", value).build())).role())
        .isEqualTo(role);
  }

  @Test
  void claimsMayLieWithinOthersOrHaveDotsInTheirNames() {
    tokens = reader("https://holdfast.test/user", "realm_access.roles");
    var token =
        LittleIssuer.token(
            KEY,
            claims()
                .subject("auth0|ada")
                .claim("https://holdfast.test/user", ada.toString())
                .claim("realm_access", Map.of("roles", List.of("staff")))
                .build());
    assertThat(claimsOf(token).user()).isEqualTo(ada);
    assertThat(claimsOf(token).role()).isEqualTo(Role.MANAGER);
  }

  @Test
  void theSessionIsTheIssuersOrElseOneOfTheTokensOwn() {
    assertThat(claimsOf(LittleIssuer.token(KEY, claims().build())).session().toString())
        .isEqualTo(SID);
    var named = claimsOf(LittleIssuer.token(KEY, claims().claim("sid", "abc").build()));
    var same = claimsOf(LittleIssuer.token(KEY, claims().claim("sid", "abc").jwtID("k").build()));
    var none = claimsOf(LittleIssuer.token(KEY, claims().claim("sid", null).build()));
    assertThat(named.session()).isEqualTo(same.session()).isNotEqualTo(none.session());
  }

  @Test
  void onlyAlgorithmsWithPublicKeysCanBeConfigured() {
    for (var name : List.of("HS256", "none", "ES256K", "rs256")) {
      StepVerifier.create(Mono.fromSupplier(() -> OpenIdSettings.algorithms(List.of(name))))
          .verifyErrorMessage(name + " is no algorithm for access tokens");
    }
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(LittleIssuer.NAME)
        .audience(List.of("others", "bookings"))
        .subject(ada.toString())
        .claim("sid", SID)
        .jwtID("j")
        .issueTime(Date.from(NOON))
        .expirationTime(Date.from(at(300)));
  }

  private static Instant at(int seconds) {
    return NOON.plusSeconds(seconds);
  }

  private void refresh() {
    tokens.refreshKeys().block(PATIENCE);
  }

  private Verdict verdict(String token) {
    return tokens.verify(token).blockOptional(PATIENCE).orElseThrow();
  }

  private Claims claimsOf(String token) {
    if (verdict(token) instanceof Verdict.Good(var claims, _)) {
      return claims;
    }
    throw new AssertionError("the token is not good");
  }

  private void assertGood(String token) {
    assertThat(verdict(token)).isInstanceOf(Verdict.Good.class);
  }

  private void assertBad(String token) {
    assertThat(verdict(token)).isInstanceOf(Verdict.Bad.class);
  }

  private void assertOutage(String token) {
    StepVerifier.create(tokens.verify(token)).expectError(OutageException.class).verify(PATIENCE);
  }
}
