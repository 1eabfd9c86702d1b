package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SigningKeyRotationTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

  /** When a key that was added at noon begins to sign, and when the one before it goes. */
  private static final Instant BEGIN = NOON.plusSeconds(600);

  private static final Instant END = BEGIN.plusSeconds(600);
  private static final Claims CLAIMS = new Claims(UserId.next(), Role.USER, SessionId.next());

  @TempDir Path folder;
  private Instant now = NOON;
  private SigningKeys keys;
  private JwtAccessTokens tokens;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(file(), text(SigningKey.generate("ES256", null)));
    restart();
  }

  private void restart() {
    keys = SigningKeys.in(file());
    tokens = new JwtAccessTokens(keys, "https://holdfast.test", "holdfast", () -> now);
  }

  @Test
  void aNewKeyIsPublishedBeforeItSigns() throws Exception {
    var old = keys.ring().newest().kid();
    assertThat(SigningKeyFile.add(folder, "ES256", NOON)).isEqualTo(BEGIN);
    reread();
    var fresh = keys.ring().newest().kid();
    assertThat(published()).containsExactly(old, fresh);
    now = BEGIN.minusNanos(1);
    assertThat(signer()).isEqualTo(old);
    now = BEGIN;
    assertThat(signer()).isEqualTo(fresh);
    assertThat(published()).containsExactly(old, fresh);
  }

  @Test
  void aTokenOfTheNewKeyIsGoodBeforeItsTimeAsClocksDiffer() {
    SigningKeyFile.add(folder, "ES256", NOON);
    reread();
    now = BEGIN;
    var token = issue();
    now = BEGIN.minusSeconds(59);
    assertGood(token);
  }

  @Test
  void theLastTokenOfAnOldKeyIsGoodToItsEnd() {
    var old = keys.ring().newest().kid();
    SigningKeyFile.add(folder, "ES256", NOON);
    reread();
    now = BEGIN.minusNanos(1);
    var last = issue();
    now = BEGIN.plusSeconds(300 + 58);
    assertGood(last);
    now = BEGIN.plusSeconds(300 + 60);
    assertThat(tokens.verify(last)).isInstanceOf(Verdict.Expired.class);
    now = END.minusNanos(1);
    assertThat(published()).contains(old).hasSize(2);
    now = END;
    assertThat(published()).doesNotContain(old).hasSize(1);
  }

  @Test
  void aTokenOfARetiredKeyIsBadAlsoWhenItIsRemembered() {
    var old = keys.ring().newest();
    SigningKeyFile.add(folder, "ES256", NOON);
    reread();
    now = END.minusNanos(1);
    var used = signed(old.header(), old.signer(), END.plusSeconds(60));
    var unused = signed(old.header(), old.signer(), END.plusSeconds(90));
    assertThat(tokens.verify(used)).extracting("until").isEqualTo(END);
    assertThat(tokens.remembered(used)).contains(CLAIMS);
    now = END;
    assertThat(tokens.remembered(used)).isEmpty();
    assertBad(used);
    assertBad(unused);
  }

  @Test
  void aReplacedKeyIsForgottenAtOnceAndTheNewOneSignsAtOnce() {
    var token = issue();
    assertGood(token);
    SigningKeyFile.replace(folder, "ES256");
    assertGood(token);
    reread();
    assertThat(tokens.remembered(token)).isEmpty();
    assertBad(token);
    assertThat(published()).hasSize(1);
    assertGood(issue());
  }

  @Test
  void tokensSignedWithEd25519AreGoodAndAnyoneCanCheckThem() throws Exception {
    SigningKeyFile.add(folder, "EdDSA", NOON);
    reread();
    now = BEGIN;
    var token = issue();
    assertGood(token);
    var jwt = SignedJWT.parse(token);
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.EdDSA);
    var key = JWKSet.parse(tokens.asJson()).getKeyByKeyId(jwt.getHeader().getKeyID());
    assertThat(key.toJSONObject()).containsOnlyKeys("kty", "crv", "x", "use", "alg", "kid");
    assertThat(jwt.verify(new Ed25519Verifier(key.toOctetKeyPair()))).isTrue();
  }

  @Test
  void eachKeyIsGoodForItsOwnAlgorithmOnly() throws Exception {
    SigningKeyFile.add(folder, "EdDSA", NOON);
    reread();
    var ec = keys.ring().alive(NOON).getFirst();
    var ed = keys.ring().newest();
    var ecSigner = new ECDSASigner(ec.privateKey().toECKey());
    var edSigner = new Ed25519Signer(ed.privateKey().toOctetKeyPair());
    var end = NOON.plusSeconds(300);
    assertGood(signed(header(JWSAlgorithm.ES256, ec.kid()), ecSigner, end));
    assertGood(signed(header(JWSAlgorithm.EdDSA, ed.kid()), edSigner, end));
    assertBad(signed(header(JWSAlgorithm.ES256, ed.kid()), ecSigner, end));
    assertBad(signed(header(JWSAlgorithm.EdDSA, ec.kid()), edSigner, end));
    assertBad(signed(header(JWSAlgorithm.Ed25519, ed.kid()), edSigner, end));
  }

  @Test
  void aBrokenOrMissingFileChangesNothing() throws Exception {
    var token = issue();
    var good = Files.readString(file());
    var ring = keys.ring();
    for (var broken : List.of("", "{", "{\"keys\":[]}", good.substring(0, good.length() / 2))) {
      Files.writeString(file(), broken);
      reread();
      assertThat(keys.ring()).isSameAs(ring);
    }
    Files.delete(file());
    reread();
    assertGood(token);
    Files.writeString(file(), good);
    reread();
    assertThat(keys.ring()).isSameAs(ring);
    SigningKeyFile.add(folder, "ES256", NOON);
    reread();
    assertThat(published()).hasSize(2);
  }

  @Test
  void theFileIsReadOnAThreadThatMayWait() {
    var thread = Mono.fromSupplier(() -> Thread.currentThread().getName());
    StepVerifier.create(keys.reread().then(thread))
        .expectNextMatches(name -> name.startsWith("boundedElastic"))
        .verifyComplete();
  }

  @Test
  void theOneKeyOfAnOlderInstallationSignsAndCanBeRotated() throws Exception {
    var single = new ECKeyGenerator(Curve.P_256).generate();
    Files.writeString(file(), single.toJSONString());
    restart();
    assertThat(signer()).isEqualTo(single.computeThumbprint().toString());
    var token = issue();
    SigningKeyFile.add(folder, "ES256", NOON);
    reread();
    assertGood(token);
    now = BEGIN;
    assertThat(signer()).isNotEqualTo(single.computeThumbprint().toString());
  }

  @Test
  void aKeyThatHasEndedIsDroppedWithTheNextOneAndTheFileStaysItsOwners() throws Exception {
    SigningKeyFile.add(folder, "ES256", NOON);
    SigningKeyFile.add(folder, "EdDSA", END);
    restart();
    now = END;
    assertThat(published()).hasSize(2);
    assertThat(JWKSet.parse(Files.readString(file())).getKeys()).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void nobodyAddsAKeyWhileAnotherHasYetToBegin() throws Exception {
    SigningKeyFile.add(folder, "ES256", NOON);
    var before = Files.readString(file());
    assertThatThrownBy(() -> SigningKeyFile.add(folder, "ES256", BEGIN.minusSeconds(1)))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining(BEGIN.toString());
    assertThat(Files.readString(file())).isEqualTo(before);
    assertThat(SigningKeyFile.add(folder, "ES256", BEGIN)).isEqualTo(END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "HS256", "none", "eddsa", ""})
  void noOtherAlgorithmSigns(String algorithm) {
    assertThatThrownBy(() -> SigningKeyFile.add(folder, algorithm, NOON))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("ES256 or EdDSA");
    assertThatThrownBy(() -> SigningKeyFile.replace(folder, algorithm))
        .isInstanceOf(SecretsException.class);
  }

  @Test
  void withoutAFileThereIsNothingToAddToOrToReplace() {
    var nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> SigningKeyFile.add(nowhere, "ES256", NOON))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> SigningKeyFile.replace(nowhere, "ES256"))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("nowhere");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void keysThatCannotSignAreRefused() throws Exception {
    var ec = new ECKeyGenerator(Curve.P_256).generate();
    var other = new ECKeyGenerator(Curve.P_256).generate();
    var halves = new ECKey.Builder(ec).d(other.getD()).build();
    var keysOfNoUse =
        List.of(
            ec.toPublicJWK(),
            halves,
            new ECKeyGenerator(Curve.P_384).generate(),
            new OctetKeyPairGenerator(Curve.X25519).generate());
    for (JWK key : keysOfNoUse) {
      assertRefused(key.toJSONString(), "private key on P-256");
    }
  }

  @Test
  void keysThatDoNotFitTogetherAreRefused() {
    var one = SigningKey.generate("ES256", null);
    assertRefused(text(one, one), "two keys named " + one.kid());
    assertRefused(text(one.endingBy(END)), "newest");
    assertRefused("{\"keys\":[]}", "no key");
  }

  private void assertRefused(String content, String message) {
    assertThatThrownBy(() -> SigningKeyFile.parse(file(), content))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining(Secrets.SIGNING_KEY)
        .hasMessageContaining(message);
  }

  private Path file() {
    return folder.resolve(Secrets.SIGNING_KEY);
  }

  private static String text(SigningKey... keys) {
    return SigningKeyFile.text(List.of(keys));
  }

  private void reread() {
    keys.reread().block(Duration.ofSeconds(10));
  }

  private String issue() {
    return tokens.issue(CLAIMS).token();
  }

  private String signer() throws ParseException {
    return SignedJWT.parse(issue()).getHeader().getKeyID();
  }

  private List<String> published() {
    try {
      return JWKSet.parse(tokens.asJson()).getKeys().stream().map(JWK::getKeyID).toList();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private void assertGood(String token) {
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Good.class);
  }

  private void assertBad(String token) {
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Bad.class);
  }

  private static JWSHeader header(JWSAlgorithm algorithm, String kid) {
    return new JWSHeader.Builder(algorithm).type(JwtAccessTokens.TYPE).keyID(kid).build();
  }

  private String signed(JWSHeader header, JWSSigner signer, Instant end) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("https://holdfast.test")
            .audience("holdfast")
            .subject(CLAIMS.user().toString())
            .claim("role", "USER")
            .claim("sid", CLAIMS.session().toString())
            .jwtID("j")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(end))
            .build();
    try {
      var token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
