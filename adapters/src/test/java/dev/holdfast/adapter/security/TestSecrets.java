package dev.holdfast.adapter.security;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
