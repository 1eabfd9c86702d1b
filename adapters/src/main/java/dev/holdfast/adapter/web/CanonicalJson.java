package dev.holdfast.adapter.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import tools.jackson.databind.JsonNode;

/**
 * One way to write a JSON value: names in order, no white space, numbers by value. Two bodies that
 * say the same have the same hash, however they were typed.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  /** SHA-256 over the canonical form. */
  static byte[] hash(JsonNode node) {
    var text = new StringBuilder();
    write(node, text);
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void write(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      writeObject(node, text);
    } else if (node.isArray()) {
      text.append('[');
      for (var element : node) {
        write(element, text);
        text.append(',');
      }
      text.append(']');
    } else if (node.isString()) {
      writeString(node.stringValue(), text);
    } else if (node.isNumber()) {
      text.append(node.decimalValue().stripTrailingZeros());
    } else {
      text.append(node.asString("null"));
    }
  }

  private static void writeObject(JsonNode node, StringBuilder text) {
    var names = new ArrayList<>(node.propertyNames());
    Collections.sort(names);
    text.append('{');
    for (var name : names) {
      writeString(name, text);
      text.append(':');
      write(node.get(name), text);
      text.append(',');
    }
    text.append('}');
  }

  // The length goes before the text, so that no text can imitate what stands around it; half a
  // surrogate is written by number, as UTF-8 has no place for it.
  private static void writeString(String value, StringBuilder text) {
    text.append(value.length()).append('"');
    for (var i = 0; i < value.length(); ) {
      var point = value.codePointAt(i);
      i += Character.charCount(point);
      if (point >= 0xD800 && point <= 0xDFFF) {
        text.append("\\u").append(point);
      } else {
        text.appendCodePoint(point);
      }
    }
  }
}
