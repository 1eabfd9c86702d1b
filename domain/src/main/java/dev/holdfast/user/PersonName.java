package dev.holdfast.user;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A first or last name, as its bearer writes it.
 *
 * @param text NFC, not blank, at most 200 characters (code points)
 */
public record PersonName(String text) {
  /** The longest name there is room for, in code points. */
  public static final int LENGTH_MAX = 200;

  public PersonName {
    text = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (!fits(text)) {
      throw new IllegalArgumentException("a name has 1 to " + LENGTH_MAX + " characters");
    }
  }

  /** The name someone typed, or empty when it cannot be one. */
  public static Optional<PersonName> parse(String typed) {
    return Optional.of(Normalizer.normalize(typed, Normalizer.Form.NFC))
        .filter(PersonName::fits)
        .map(PersonName::new);
  }

  private static boolean fits(String text) {
    return !text.isBlank() && text.codePointCount(0, text.length()) <= LENGTH_MAX;
  }

  /** The form in which two spellings of one name are equal: NFKC, lower case. */
  public String comparable() {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** Says nothing: names do not belong into logs. */
  @Override
  public String toString() {
    return "PersonName[…]";
  }
}
