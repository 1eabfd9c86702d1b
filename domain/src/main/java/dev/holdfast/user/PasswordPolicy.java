package dev.holdfast.user;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which passwords may be chosen (NIST SP 800-63B-4 §3.1.1.2): long ones, of any characters, that
 * are not the first to be tried. Passwords in common use are nearly all shorter than the minimum;
 * what remains of them are repetitions, keyboard rows and known phrases.
 */
public final class PasswordPolicy {
  /** The shortest password, in code points. */
  public static final int LENGTH_MIN = 15;

  private static final int DISTINCT_MIN = 5;
  private static final Pattern REPEATED = Pattern.compile("(.{1,8}?)\\1+.{0,7}", Pattern.DOTALL);
  private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Set<String> OUR_WORDS = Set.of("holdfast", "password", "booking");

  /** Rows and sequences that fingers and minds run along, also backwards. */
  private static final String[] RUNS = {
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm1234567890",
    "qwertzuiopasdfghjklyxcvbnm1234567890",
    "azertyuiopqsdfghjklmwxcvbn1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9",
    "1q2w3e4r5t6y7u8i9o0p",
    "zaq12wsxcde34rfvbgt56yhn"
  };

  /** Why a password may not be chosen. */
  public enum Weakness {
    /** Fewer than {@link #LENGTH_MIN} characters. */
    TOO_SHORT,
    /** Among the first that are tried. */
    COMMON,
    /** Little more than the person's own address, or our name. */
    CONTEXT
  }

  private PasswordPolicy() {}

  /**
   * What is wrong with the password, if anything.
   *
   * @param owner whose password it would be; absent when not known
   */
  public static Optional<Weakness> weakness(Password password, @Nullable Email owner) {
    var text = password.text();
    if (text.codePointCount(0, text.length()) < LENGTH_MIN) {
      return Optional.of(Weakness.TOO_SHORT);
    }
    var bare = bare(text);
    if (isCommon(text, bare)) {
      return Optional.of(Weakness.COMMON);
    }
    return isContext(bare, owner) ? Optional.of(Weakness.CONTEXT) : Optional.empty();
  }

  private static boolean isCommon(String text, String bare) {
    return text.codePoints().distinct().count() < DISTINCT_MIN
        || REPEATED.matcher(text.toLowerCase(Locale.ROOT)).matches()
        || isRun(bare)
        || CommonPasswords.contains(bare);
  }

  private static boolean isRun(String bare) {
    if (bare.length() < LENGTH_MIN) {
      return false;
    }
    var backwards = new StringBuilder(bare).reverse().toString();
    for (var run : RUNS) {
      if (run.contains(bare) || run.contains(backwards)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing is left to guess once the words anyone would try are taken out. */
  private static boolean isContext(String bare, @Nullable Email owner) {
    var rest = bare;
    if (owner != null) {
      rest = rest.replace(bare(owner.text()), "");
      var local = bare(owner.localPart());
      rest = local.length() < 3 ? rest : rest.replace(local, "");
    }
    for (var word : OUR_WORDS) {
      rest = rest.replace(word, "");
    }
    return !rest.equals(bare) && rest.length() < DISTINCT_MIN;
  }

  /** Letters and digits only, in lower case: what remains when decoration is taken off. */
  static String bare(String text) {
    return NOT_ALPHANUMERIC.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
