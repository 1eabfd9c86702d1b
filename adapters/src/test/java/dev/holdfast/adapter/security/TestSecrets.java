package dev.holdfast.adapter.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;

/** Fresh secrets for tests. */
public final class TestSecrets {
  private TestSecrets() {}

  /** Secrets that have never been used before; nothing of them stays on disk. */
  public static Secrets fresh() {
    try {
      var folder = Files.createTempDirectory("holdfast-secrets-");
      try {
        Secrets.generate(folder);
        return Secrets.load(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same installation at four times: as it was, when another encryption key has been added,
   * when that is in use, and when the first one has been taken away as well.
   */
  public record Rotation(Secrets before, Secrets added, Secrets promoted, Secrets withoutOld) {
    /** The rotation of fresh secrets; nothing of them stays on disk. */
    public static Rotation fresh() {
      try {
        var folder = Files.createTempDirectory("holdfast-secrets-");
        try {
          Secrets.generate(folder);
          var before = Secrets.load(folder);
          EncryptionKeyFile.add(folder);
          var added = Secrets.load(folder);
          EncryptionKeyFile.promote(folder);
          var promoted = Secrets.load(folder);
          takeAwayOldKeys(folder.resolve(Secrets.ENCRYPTION_KEYSET));
          return new Rotation(before, added, promoted, Secrets.load(folder));
        } finally {
          delete(folder);
        }
      } catch (IOException | ParseException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void takeAwayOldKeys(Path file) throws IOException, ParseException {
      var keyset = JSONObjectUtils.parse(Files.readString(file));
      keyset.put("key", List.of(JSONObjectUtils.getJSONArray(keyset, "key").getLast()));
      Files.writeString(file, JSONObjectUtils.toJSONString(keyset));
    }
  }

  /** The private key that signs last. */
  static JWK key(Secrets secrets) {
    return secrets.signingKeys().ring().newest().privateKey();
  }

  private static void delete(Path folder) throws IOException {
    for (var name : List.of(Secrets.ENCRYPTION_KEYSET, Secrets.INDEX_KEY, Secrets.SIGNING_KEY)) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }
}
