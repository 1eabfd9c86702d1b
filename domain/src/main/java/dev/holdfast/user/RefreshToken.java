package dev.holdfast.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client trades for a new pair of tokens: 256 random bits that mean nothing. Only their hash
 * is kept; that they are random is why a fast hash is enough.
 *
 * @param text 43 characters of URL-safe Base64
 */
public record RefreshToken(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  /**
   * What is kept of a token.
   *
   * @param hex SHA-256
   */
  public record Hash(String hex) {}

  public RefreshToken {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a refresh token");
    }
  }

  /** A new token, unlike any other. */
  public static RefreshToken next() {
    var bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** The token a client sent, or empty when it cannot be one. */
  public static Optional<RefreshToken> parse(String sent) {
    return FORM.matcher(sent).matches() ? Optional.of(new RefreshToken(sent)) : Optional.empty();
  }

  public Hash hash() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(text.getBytes(StandardCharsets.US_ASCII));
      return new Hash(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "RefreshToken[…]";
  }
}
