package dev.holdfast.user;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A phone number as in E.164: {@code +} and 7 to 15 digits, no separators.
 *
 * @param text the one form in which it is compared, hashed and shown
 */
public record PhoneNumber(String text) {
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  public PhoneNumber {
    if (!E164.matcher(text).matches()) {
      throw new IllegalArgumentException("not a phone number as in E.164");
    }
  }

  /** The number of this form, or empty when the text is not of it. */
  public static Optional<PhoneNumber> parse(String text) {
    return E164.matcher(text).matches() ? Optional.of(new PhoneNumber(text)) : Optional.empty();
  }

  /** Says nothing: numbers do not belong into logs. */
  @Override
  public String toString() {
    return "PhoneNumber[…]";
  }
}
