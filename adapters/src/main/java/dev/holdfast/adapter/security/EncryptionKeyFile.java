package dev.holdfast.adapter.security;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/**
 * The file with the installation's keyset, in Tink's JSON. A new key is added first, so that every
 * node can open what it closes, and promoted when all have read it; then it closes what is new, and
 * each node that starts closes anew what is old. No key ever leaves the file: backups rest on it.
 */
public final class EncryptionKeyFile {
  private static final int AES_256_BYTES = 32;

  private EncryptionKeyFile() {}

  /**
   * Adds a key that closes nothing yet.
   *
   * @throws SecretsException when that cannot be, also when there is one that has yet to be
   *     promoted
   */
  public static void add(Path folder) {
    var keyset = read(file(folder));
    if (!newestIsPrimary(keyset)) {
      throw new SecretsException(
          "The newest key in %s has yet to be promoted; add another after that."
              .formatted(file(folder)));
    }
    write(folder, KeysetHandle.newBuilder(keyset).addEntry(newKey()));
  }

  /**
   * Has what is closed from now on closed with the newest key.
   *
   * @throws SecretsException when that cannot be, also when it is so already
   */
  public static void promote(Path folder) {
    var keyset = read(file(folder));
    if (newestIsPrimary(keyset)) {
      throw new SecretsException(
          "There is no new key in %s to promote; add one first.".formatted(file(folder)));
    }
    var promoted = KeysetHandle.newBuilder(keyset);
    promoted.getAt(keyset.size() - 1).makePrimary();
    write(folder, promoted);
  }

  /** A keyset for a new installation. */
  static String fresh() throws GeneralSecurityException {
    return text(KeysetHandle.newBuilder().addEntry(newKey().makePrimary()));
  }

  /**
   * The keyset in this file.
   *
   * @throws SecretsException when there is none whose primary key is AES-256-GCM; a key is never
   *     quoted
   */
  static KeysetHandle read(Path file) {
    try {
      var keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(
              Secrets.read(file), AeadConfig2026.get(), InsecureSecretKeyAccess.get());
      if (!isAes256Gcm(keyset.getPrimary().getKey().getParameters())) {
        throw new SecretsException("%s does not encrypt with AES-256-GCM.".formatted(file));
      }
      return keyset;
    } catch (GeneralSecurityException e) {
      throw new SecretsException("%s is not a Tink AEAD keyset.".formatted(file), e);
    }
  }

  /** Keys that only decrypt what is old may be others: they are on their way out. */
  private static boolean isAes256Gcm(Parameters parameters) {
    return parameters instanceof AesGcmParameters gcm && gcm.getKeySizeBytes() == AES_256_BYTES;
  }

  private static boolean newestIsPrimary(KeysetHandle keyset) {
    return keyset.getAt(keyset.size() - 1).isPrimary();
  }

  private static void write(Path folder, KeysetHandle.Builder keyset) {
    try {
      SecretFiles.write(folder, Map.of(Secrets.ENCRYPTION_KEYSET, text(keyset)));
    } catch (IOException | GeneralSecurityException e) {
      throw new SecretsException(
          "The encryption keys cannot be written to %s: %s".formatted(folder, e), e);
    }
  }

  private static String text(KeysetHandle.Builder keyset) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        keyset.setConfiguration(AeadConfig2026.get()).build(),
        AeadConfig2026.get(),
        InsecureSecretKeyAccess.get());
  }

  private static Path file(Path folder) {
    return folder.resolve(Secrets.ENCRYPTION_KEYSET);
  }

  private static KeysetHandle.Builder.Entry newKey() {
    return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
        .withRandomId();
  }
}
