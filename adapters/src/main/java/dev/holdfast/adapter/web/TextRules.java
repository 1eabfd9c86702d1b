package dev.holdfast.adapter.web;

import org.jspecify.annotations.Nullable;

/**
 * What a text may contain. Control, bidi and invisible characters make one text look like another
 * or break a log line; towers of combining marks break a layout.
 */
final class TextRules {
  private static final int MARKS_MAX = 3;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private TextRules() {}

  /** Why the text is refused, or null; lengths count code points. */
  static @Nullable String broken(String text, int min, int max, boolean lines) {
    var length = lengthBroken(text, min, max);
    if (length != null) {
      return length;
    }
    if (min > 0 && text.isBlank()) {
      return "must not be blank";
    }
    var marks = 0;
    for (var i = 0; i < text.length(); ) {
      var point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point < 0x7F && point >= 0x20) {
        marks = 0;
        continue;
      }
      var type = Character.getType(point);
      if (!isAllowed(point, type, lines)) {
        return "contains a control, invisible or direction-changing character";
      }
      marks = isMark(type) ? marks + 1 : 0;
      if (marks > MARKS_MAX) {
        return "has more than " + MARKS_MAX + " combining marks in a row";
      }
    }
    return null;
  }

  /** As above for a text that may contain anything that can be written, such as a password. */
  static @Nullable String lengthBroken(String text, int min, int max) {
    var length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      return "must have " + min + " to " + max + " characters";
    }
    return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)
        ? "contains half a character"
        : null;
  }

  // In running text, joiners shape Persian words and emoji, and are let through with the newlines.
  private static boolean isAllowed(int point, int type, boolean lines) {
    return switch (type) {
      case Character.CONTROL -> lines && (point == '\n' || point == '\t');
      case Character.FORMAT ->
          lines && (point == ZERO_WIDTH_NON_JOINER || point == ZERO_WIDTH_JOINER);
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  private static boolean isMark(int type) {
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
