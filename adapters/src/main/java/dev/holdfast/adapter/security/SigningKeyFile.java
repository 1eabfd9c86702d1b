package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The file with the signing keys: a JSON Web Key Set whose keys say in {@code nbf} from when they
 * sign and in {@code exp} until when their tokens are accepted, or a single key. A new key begins
 * only when every node and everyone who keeps a copy of the published keys has seen it, and an old
 * one goes when the last of its tokens has ended; no node needs to be told or restarted (ADR 15).
 */
public final class SigningKeyFile {
  /** What keys are for unless somebody wants it otherwise. */
  public static final String USUAL_ALGORITHM = "ES256";

  /**
   * How long a key is published before it signs. The nodes look at the file every few seconds, and
   * copies of what they publish may be kept for 5 min.
   */
  static final Duration PUBLISHED_BEFORE = Duration.ofMinutes(10);

  /**
   * How long a key is kept after another has begun: its last tokens live 5 min and are accepted for
   * another, and clocks that are behind may sign with it for yet another.
   */
  static final Duration KEPT_AFTER = Duration.ofMinutes(10);

  private SigningKeyFile() {}

  /**
   * Adds a key, and lets the ones before it end.
   *
   * @param algorithm {@code ES256} or {@code EdDSA}
   * @return when the new key begins to sign
   * @throws SecretsException when that cannot be, also when there is a key that has yet to begin
   */
  public static Instant add(Path folder, String algorithm, Instant now) {
    var ring = parse(file(folder), Secrets.read(file(folder)));
    var newest = ring.newest();
    if (newest.from().isAfter(now)) {
      throw new SecretsException(
          "The key %s in %s has yet to begin, at %s; add another after that."
              .formatted(newest.kid(), file(folder), newest.from()));
    }
    var from = now.plus(PUBLISHED_BEFORE).truncatedTo(ChronoUnit.SECONDS);
    var keys = new ArrayList<SigningKey>();
    for (var key : ring.alive(now)) {
      keys.add(key.endingBy(from.plus(KEPT_AFTER)));
    }
    keys.add(SigningKey.generate(algorithm, from));
    write(folder, keys);
    return from;
  }

  /**
   * Puts one new key in the place of all, which signs at once. Every access token in use is refused
   * as soon as the nodes have seen it.
   *
   * @throws SecretsException when that cannot be
   */
  public static void replace(Path folder, String algorithm) {
    if (!Files.exists(file(folder))) {
      throw new SecretsException(
          "There is no %s in %s to replace.".formatted(Secrets.SIGNING_KEY, folder));
    }
    write(folder, List.of(SigningKey.generate(algorithm, null)));
  }

  private static void write(Path folder, List<SigningKey> keys) {
    try {
      SecretFiles.write(folder, Map.of(Secrets.SIGNING_KEY, text(keys)));
    } catch (IOException e) {
      throw new SecretsException(
          "The signing keys cannot be written to %s: %s".formatted(folder, e), e);
    }
  }

  private static Path file(Path folder) {
    return folder.resolve(Secrets.SIGNING_KEY);
  }

  /** What stands in a file with these keys. */
  static String text(List<SigningKey> keys) {
    return new JWKSet(keys.stream().map(SigningKey::privateKey).toList()).toString(false);
  }

  /**
   * The keys in the text of this file.
   *
   * @throws SecretsException when it cannot be read so; a key is never quoted
   */
  static KeyRing parse(Path file, String text) {
    var keys = keys(file, text);
    try {
      return new KeyRing(keys);
    } catch (IllegalArgumentException unclear) {
      throw new SecretsException("%s %s.".formatted(file, unclear.getMessage()));
    }
  }

  private static List<SigningKey> keys(Path file, String text) {
    try {
      var keys = new ArrayList<SigningKey>();
      for (var jwk : jwks(text)) {
        keys.add(SigningKey.of(jwk));
      }
      return keys;
    } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException _) {
      // Not passed on as the cause: a parser's message may quote the key.
      throw new SecretsException(
          "%s must be a private key on P-256 or Ed25519 in JWK form, or a JWK Set of such keys."
              .formatted(file));
    }
  }

  private static List<JWK> jwks(String text) throws ParseException {
    var json = JSONObjectUtils.parse(text);
    var entries = JSONObjectUtils.getJSONObjectArray(json, "keys");
    if (entries == null) {
      return List.of(JWK.parse(json));
    }
    // Not by JWKSet.parse, which leaves out keys of a kind it does not know.
    var keys = new ArrayList<JWK>();
    for (var key : entries) {
      keys.add(JWK.parse(key));
    }
    return keys;
  }
}
