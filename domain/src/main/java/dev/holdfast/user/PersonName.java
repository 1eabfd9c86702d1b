package dev.holdfast.user;

import java.text.Normalizer;
import java.util.Locale;

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
    if (text.isBlank() || text.codePointCount(0, text.length()) > LENGTH_MAX) {
      throw new IllegalArgumentException("a name has 1 to " + LENGTH_MAX + " characters");
    }
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
