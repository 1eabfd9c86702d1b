package dev.holdfast.audit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plain values in exactly one way of writing them, so that they can be hashed: JSON with sorted
 * names and no spaces, in UTF-8, escaped as in RFC 8785 §3.2.2.2. Numbers are written out, without
 * trailing zeros and without an exponent.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  static byte[] bytes(Map<String, ? extends @Nullable Object> value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case String text -> text(text, out);
      case Boolean bool -> out.append(bool);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case BigDecimal number -> out.append(plain(number));
      case Map<?, ?> map -> object(map, out);
      case List<?> list -> array(list, out);
      default -> throw new IllegalArgumentException(value.getClass() + " is no plain value");
    }
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static void object(Map<?, ?> map, StringBuilder out) {
    var byName = new HashMap<String, @Nullable Object>();
    map.forEach((name, value) -> byName.put(String.valueOf(name), value));
    var separator = '{';
    for (var field : new TreeMap<>(byName).entrySet()) {
      text(field.getKey(), out.append(separator));
      write(field.getValue(), out.append(':'));
      separator = ',';
    }
    out.append(byName.isEmpty() ? "{}" : "}");
  }

  private static void array(List<?> list, StringBuilder out) {
    var separator = '[';
    for (var value : list) {
      write(value, out.append(separator));
      separator = ',';
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 0xF, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
