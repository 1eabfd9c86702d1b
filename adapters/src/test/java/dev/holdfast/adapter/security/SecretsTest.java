package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final byte[] PLACE = {0};

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
    assertThat(TestSecrets.key(secrets).getKeyID()).isNotBlank();
    assertThat(TestSecrets.key(Secrets.load(folder))).isEqualTo(TestSecrets.key(secrets));
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
    assertThat(TestSecrets.key(one)).isNotEqualTo(TestSecrets.key(other));
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
  void anEncryptionKeyOfHalfTheLengthIsRefused() throws Exception {
    Secrets.generate(folder);
    var half =
        TinkJsonProtoKeysetFormat.serializeKeyset(
            KeysetHandle.generateNew(PredefinedAeadParameters.AES128_GCM, AeadConfig2026.get()),
            AeadConfig2026.get(),
            InsecureSecretKeyAccess.get());
    Files.writeString(folder.resolve(Secrets.ENCRYPTION_KEYSET), half);
    assertThatThrownBy(() -> Secrets.load(folder))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("AES-256-GCM");
  }

  @Test
  void aSecondEncryptionKeyClosesWhatIsNewAndTheFirstStillOpensWhatIsOld() throws Exception {
    Secrets.generate(folder);
    var before = Secrets.load(folder).keyEncryption();
    var old = before.encrypt(new byte[] {1}, PLACE);
    addEncryptionKey();
    var after = Secrets.load(folder).keyEncryption();
    assertThat(after.decrypt(old, PLACE)).containsExactly(1);
    var fresh = after.encrypt(new byte[] {2}, PLACE);
    assertThat(after.decrypt(fresh, PLACE)).containsExactly(2);
    assertThatThrownBy(() -> before.decrypt(fresh, PLACE))
        .isInstanceOf(GeneralSecurityException.class);
  }

  /** As Tinkey does: the keys of both, with the new one first in use. */
  private void addEncryptionKey() throws Exception {
    var other = temporary.resolve("other");
    Secrets.generate(other);
    var old = keyset(folder);
    var both = keyset(other);
    both.put("key", List.of(keys(old).getFirst(), keys(both).getFirst()));
    Files.writeString(
        folder.resolve(Secrets.ENCRYPTION_KEYSET), JSONObjectUtils.toJSONString(both));
  }

  private static Map<String, Object> keyset(Path folder) throws Exception {
    return JSONObjectUtils.parse(Files.readString(folder.resolve(Secrets.ENCRYPTION_KEYSET)));
  }

  private static List<Object> keys(Map<String, Object> keyset) throws Exception {
    return JSONObjectUtils.getJSONArray(keyset, "key");
  }
}
