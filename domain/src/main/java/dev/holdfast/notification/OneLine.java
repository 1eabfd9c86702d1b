package dev.holdfast.notification;

import java.util.regex.Pattern;

/**
 * Text that was written by somebody and goes where a line break would begin something else: the
 * headers of a mail, the lines of a plain text.
 */
public final class OneLine {
  private static final Pattern BREAKING = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+");

  private OneLine() {}

  /** The text with each run of blanks, line breaks and control characters as a single space. */
  public static String of(String text) {
    return BREAKING.matcher(text).replaceAll(" ").strip();
  }

  /** As {@link #of}, and not longer than so many characters. */
  public static String of(String text, int codePointsMax) {
    var line = of(text);
    return line.codePointCount(0, line.length()) <= codePointsMax
        ? line
        : line.substring(0, line.offsetByCodePoints(0, codePointsMax - 1)).strip() + "…";
  }
}
