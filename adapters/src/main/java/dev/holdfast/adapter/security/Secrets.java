package dev.holdfast.adapter.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The secrets of an installation, each in a file of its own so that each can be replaced and kept
 * apart. They are read once, at start-up, the signing keys alone may change later ({@link
 * SigningKeys}); everything here blocks.
 *
 * <ul>
 *   <li>{@value #ENCRYPTION_KEYSET}: a Tink AEAD keyset in JSON, whose primary key is AES-256-GCM,
 *       wraps the data keys of all persons. Losing it loses all personal data, backups included.
 *   <li>{@value #INDEX_KEY}: 32 bytes in Base64, from which the keys of the lookup hashes derive.
 *       It can never change: with another one, nobody is found by e-mail any more.
 *   <li>{@value #SIGNING_KEY}: the keys that sign access tokens ({@link SigningKeyFile}).
 * </ul>
 */
public final class Secrets {
  static final String ENCRYPTION_KEYSET = "encryption-keyset.json";
  static final String INDEX_KEY = "index-key";
  static final String SIGNING_KEY = "signing-key.json";

  static final int INDEX_KEY_BYTES = 32;

  private final KeyEncryption keyEncryption;
  private final byte[] indexKey;
  private final SigningKeys signingKeys;

  private Secrets(KeyEncryption keyEncryption, byte[] indexKey, SigningKeys signingKeys) {
    this.keyEncryption = keyEncryption;
    this.indexKey = indexKey;
    this.signingKeys = signingKeys;
  }

  /** Encrypts data keys; in the hands of this package only. */
  KeyEncryption keyEncryption() {
    return keyEncryption;
  }

  /** Whether something may have been encrypted with another key than is used now. */
  public boolean haveOtherEncryptionKeys() {
    return !keyEncryption.isAlone();
  }

  byte[] indexKey() {
    return indexKey.clone();
  }

  /** A key of 32 bytes for one purpose, the same on all nodes that share these secrets. */
  public byte[] derived(String purpose) {
    try {
      var info = ("holdfast " + purpose).getBytes(StandardCharsets.UTF_8);
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(HKDFParameterSpec.ofExtract().addIKM(indexKey).thenExpand(info, 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks HKDF", e);
    }
  }

  /** The keys that sign access tokens, as their file has them, also later. */
  public SigningKeys signingKeys() {
    return signingKeys;
  }

  /** Whether the folder holds any secret at all. */
  public static boolean existIn(Path folder) {
    return Files.exists(folder.resolve(ENCRYPTION_KEYSET))
        || Files.exists(folder.resolve(INDEX_KEY))
        || Files.exists(folder.resolve(SIGNING_KEY));
  }

  /**
   * Writes fresh secrets, readable by their owner only and safely on disk when this returns.
   *
   * @throws SecretsException when there are secrets already: they are never overwritten
   */
  public static void generate(Path folder) {
    if (existIn(folder)) {
      throw new SecretsException(
          "There are secrets in %s already; they are not overwritten.".formatted(folder));
    }
    try {
      SecretFiles.write(
          folder,
          Map.of(
              ENCRYPTION_KEYSET,
              EncryptionKeyFile.fresh(),
              INDEX_KEY,
              newIndexKey(),
              SIGNING_KEY,
              newSigningKey()));
    } catch (IOException | GeneralSecurityException e) {
      throw new SecretsException("Secrets cannot be written to %s: %s".formatted(folder, e), e);
    }
  }

  /**
   * Reads the secrets.
   *
   * @throws SecretsException when one is missing, short or of another kind
   */
  public static Secrets load(Path folder) {
    return new Secrets(
        keyEncryption(folder.resolve(ENCRYPTION_KEYSET)),
        indexKey(folder.resolve(INDEX_KEY)),
        SigningKeys.in(folder.resolve(SIGNING_KEY)));
  }

  private static String newIndexKey() {
    var key = new byte[INDEX_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static String newSigningKey() {
    return SigningKeyFile.text(List.of(SigningKey.generate(SigningKeyFile.USUAL_ALGORITHM, null)));
  }

  private static KeyEncryption keyEncryption(Path file) {
    try {
      return KeyEncryption.of(EncryptionKeyFile.read(file));
    } catch (GeneralSecurityException e) {
      throw new SecretsException("%s is not a Tink AEAD keyset.".formatted(file), e);
    }
  }

  private static byte[] indexKey(Path file) {
    try {
      var key = Base64.getDecoder().decode(read(file));
      if (key.length != INDEX_KEY_BYTES) {
        throw new SecretsException(
            "%s must hold %d bytes in Base64, not %d."
                .formatted(file, INDEX_KEY_BYTES, key.length));
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new SecretsException("%s is not Base64.".formatted(file), e);
    }
  }

  /** The text of a secret, without the white space around it. */
  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new SecretsException(
          "The secret %s is missing or cannot be read. Restore it; for an installation without data, make new secrets."
              .formatted(file),
          e);
    }
  }
}
