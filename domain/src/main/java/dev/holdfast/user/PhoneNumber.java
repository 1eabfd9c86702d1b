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
  private static final Pattern TYPED = Pattern.compile("\\+[0-9](?:[ ./()-]{0,2}[0-9])*+");
  private static final Pattern SEPARATORS = Pattern.compile("[ ./()-]");
  private static final int TYPED_LENGTH_MAX = 32;

  public PhoneNumber {
    if (!E164.matcher(text).matches()) {
      throw new IllegalArgumentException("not a phone number as in E.164");
    }
  }

  /** The number someone typed in international form, or empty when it cannot be one. */
  public static Optional<PhoneNumber> parse(String typed) {
    if (typed.length() > TYPED_LENGTH_MAX || !TYPED.matcher(typed).matches()) {
      return Optional.empty();
    }
    var digits = SEPARATORS.matcher(typed).replaceAll("");
    return E164.matcher(digits).matches() ? Optional.of(new PhoneNumber(digits)) : Optional.empty();
  }

  /** Says nothing: numbers do not belong into logs. */
  @Override
  public String toString() {
    return "PhoneNumber[…]";
  }
}
