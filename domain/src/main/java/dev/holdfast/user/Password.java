package dev.holdfast.user;

import java.text.Normalizer;
import java.util.Optional;

/**
 * A password as it is compared: NFC, so that it does not depend on the keyboard it was typed on,
 * and neither trimmed nor cut.
 *
 * @param text at most {@link #LENGTH_MAX} characters (code points); an attempt to sign in may be
 *     shorter than what {@link PasswordPolicy} lets anyone choose
 */
public record Password(String text) {
  /** The longest there is, so that nobody makes the server hash a novel. */
  public static final int LENGTH_MAX = 128;

  public Password {
    text = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (!fits(text)) {
      throw new IllegalArgumentException("longer than " + LENGTH_MAX + " characters");
    }
  }

  /** The password someone typed, or empty when it is too long to be one. */
  public static Optional<Password> parse(String typed) {
    return Optional.of(Normalizer.normalize(typed, Normalizer.Form.NFC))
        .filter(Password::fits)
        .map(Password::new);
  }

  private static boolean fits(String text) {
    return text.codePointCount(0, text.length()) <= LENGTH_MAX;
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "Password[…]";
  }
}
