package dev.holdfast.user;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in the one form in which it is compared, hashed and shown: lower case, the
 * domain in ASCII (IDNA). Local parts are taken to be equal in lower case, as nearly every mail
 * server does. Nothing is trimmed: a space is a mistake to be told, not to be hidden.
 *
 * @param text at most 254 characters (RFC 5321 §4.5.3.1), the local part at most 64
 */
public record Email(String text) {
  private static final int LENGTH_MAX = 254;
  private static final int LOCAL_PART_MAX = 64;
  private static final Pattern LOCAL_PART =
      Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]++)*+");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  public Email {
    if (!isNormal(text)) {
      throw new IllegalArgumentException("not a normalised e-mail address");
    }
  }

  /** The address someone typed, or empty when it cannot be one. */
  public static Optional<Email> parse(String typed) {
    var at = typed.lastIndexOf('@');
    if (at < 1 || typed.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    return asciiDomain(typed.substring(at + 1))
        .map(domain -> typed.substring(0, at).toLowerCase(Locale.ROOT) + '@' + domain)
        .filter(Email::isNormal)
        .map(Email::new);
  }

  /** What stands before the {@code @}. */
  public String localPart() {
    return text.substring(0, text.lastIndexOf('@'));
  }

  private static Optional<String> asciiDomain(String domain) {
    try {
      return Optional.of(IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return Optional.empty(); // the second for an empty label, which java.net.IDN does not expect
    }
  }

  private static boolean isNormal(String text) {
    var at = text.lastIndexOf('@');
    return at >= 1
        && at <= LOCAL_PART_MAX
        && text.length() <= LENGTH_MAX
        && LOCAL_PART.matcher(text.substring(0, at)).matches()
        && DOMAIN.matcher(text.substring(at + 1)).matches();
  }

  /** Says nothing: addresses do not belong into logs. */
  @Override
  public String toString() {
    return "Email[…]";
  }
}
