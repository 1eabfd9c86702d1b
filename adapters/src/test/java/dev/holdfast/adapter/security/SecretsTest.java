package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir Path temporary;
  private Path folder = Path.of("unset");

  @BeforeEach
  void chooseFolder() {
    folder = temporary.resolve("secrets");
  }

  @Test
  void whatIsGeneratedCanBeLoaded() {
    assertThat(Secrets.existIn(folder)).isFalse();
    Secrets.generate(folder);
    assertThat(Secrets.existIn(folder)).isTrue();
    var secrets = Secrets.load(folder);
    assertThat(secrets.indexKey()).hasSize(32);
    assertThat(secrets.signingKey().getKeyID()).isNotBlank();
    assertThat(Secrets.load(folder).signingKey()).isEqualTo(secrets.signingKey());
  }

  @Test
  void onlyTheOwnerCanReadThem() throws Exception {
    Secrets.generate(folder);
    try (var files = Files.list(folder)) {
      assertThat(files.toList())
          .hasSize(3)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void twoInstallationsShareNothing() {
    var one = TestSecrets.fresh();
    var other = TestSecrets.fresh();
    assertThat(one.indexKey()).isNotEqualTo(other.indexKey());
    assertThat(one.signingKey()).isNotEqualTo(other.signingKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {Secrets.ENCRYPTION_KEYSET, Secrets.INDEX_KEY, Secrets.SIGNING_KEY})
  void aMissingSecretIsNamedAndTheOthersAreNotOverwritten(String name) throws Exception {
    Secrets.generate(folder);
    Files.delete(folder.resolve(name));
    assertThatThrownBy(() -> Secrets.load(folder))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining(name);
    assertThatThrownBy(() -> Secrets.generate(folder)).isInstanceOf(SecretsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {Secrets.ENCRYPTION_KEYSET, Secrets.INDEX_KEY, Secrets.SIGNING_KEY})
  void aSecretOfAnotherKindIsNamedAndNotQuoted(String name) throws Exception {
    Secrets.generate(folder);
    Files.writeString(folder.resolve(name), "{\"d\":\"swordfish!\"}");
    assertThatThrownBy(() -> Secrets.load(folder))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining(name)
        .hasMessageNotContaining("swordfish");
  }

  @Test
  void aShortIndexKeyIsRefused() throws Exception {
    Secrets.generate(folder);
    var key = Base64.getEncoder().encodeToString(new byte[31]);
    Files.writeString(folder.resolve(Secrets.INDEX_KEY), key);
    assertThatThrownBy(() -> Secrets.load(folder)).hasMessageContaining("32 bytes");
  }

  @Test
  void aSigningKeyWithoutItsPrivatePartOrOnAnotherCurveIsRefused() throws Exception {
    Secrets.generate(folder);
    var file = folder.resolve(Secrets.SIGNING_KEY);
    var key = Secrets.load(folder).signingKey();
    Files.writeString(file, key.toPublicJWK().toJSONString());
    assertThatThrownBy(() -> Secrets.load(folder)).hasMessageContaining("private key on P-256");
    Files.writeString(file, new ECKeyGenerator(Curve.P_384).generate().toJSONString());
    assertThatThrownBy(() -> Secrets.load(folder)).hasMessageContaining("private key on P-256");
  }
}
