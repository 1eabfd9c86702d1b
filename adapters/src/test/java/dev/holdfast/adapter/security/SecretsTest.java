package dev.holdfast.adapter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
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
  void anEncryptionKeyThatIsAddedOpensAndClosesOnlyWhenPromoted() throws Exception {
    var times = TestSecrets.Rotation.fresh();
    var old = times.before().keyEncryption().all().encrypt(new byte[] {1}, PLACE);
    var between = times.added().keyEncryption().all().encrypt(new byte[] {2}, PLACE);
    var fresh = times.promoted().keyEncryption().all().encrypt(new byte[] {3}, PLACE);

    assertThat(times.before().keyEncryption().all().decrypt(between, PLACE)).containsExactly(2);
    assertThat(times.added().keyEncryption().all().decrypt(fresh, PLACE)).containsExactly(3);
    assertThat(times.promoted().keyEncryption().all().decrypt(old, PLACE)).containsExactly(1);
    assertThat(times.promoted().keyEncryption().primary().decrypt(fresh, PLACE)).containsExactly(3);
    for (var stranger :
        List.of(times.before().keyEncryption().all(), times.added().keyEncryption().primary())) {
      assertThatThrownBy(() -> stranger.decrypt(fresh, PLACE))
          .isInstanceOf(GeneralSecurityException.class);
    }
    for (var notOurs : List.of(old, between)) {
      assertThatThrownBy(() -> times.promoted().keyEncryption().primary().decrypt(notOurs, PLACE))
          .isInstanceOf(GeneralSecurityException.class);
    }
    assertThat(times.before().haveOtherEncryptionKeys()).isFalse();
    assertThat(times.added().haveOtherEncryptionKeys()).isTrue();
    assertThat(times.promoted().haveOtherEncryptionKeys()).isTrue();
  }

  @Test
  void encryptionKeysAreAddedAndPromotedInTurn() throws Exception {
    Secrets.generate(folder);
    assertThatThrownBy(() -> EncryptionKeyFile.promote(folder))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("add one first");
    EncryptionKeyFile.add(folder);
    assertThatThrownBy(() -> EncryptionKeyFile.add(folder))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("promoted");
    EncryptionKeyFile.promote(folder);
    EncryptionKeyFile.add(folder);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyset())))
        .isEqualTo("rw-------");
    assertThat(EncryptionKeyFile.read(keyset()).size()).isEqualTo(3);
  }

  private Path keyset() {
    return folder.resolve(Secrets.ENCRYPTION_KEYSET);
  }
}
