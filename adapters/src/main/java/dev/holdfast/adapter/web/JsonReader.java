package dev.holdfast.adapter.web;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bytes to a tree, by RFC 8259 to the letter: UTF-8, one value and nothing after it, no name twice.
 * It walks the tokens itself so that each refusal has its own code and place; Jackson's limits
 * stand behind it.
 */
final class JsonReader {
  private static final int DEPTH_MAX = 32;
  private static final int NUMBER_DIGITS_MAX = 40;
  private static final int TOKENS_MAX = 5_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory PARSERS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX + 8)
                  .maxNumberLength(BodyBytes.BYTES_MAX)
                  .maxStringLength(BodyBytes.BYTES_MAX)
                  .maxNameLength(BodyBytes.BYTES_MAX)
                  .maxDocumentLength(BodyBytes.BYTES_MAX)
                  .maxTokenCount(TOKENS_MAX)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** The one value in these bytes. */
  static JsonNode read(byte[] bytes) {
    var text = decoded(bytes);
    try (var parser = PARSERS.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
      var reader = new JsonReader(parser);
      var first = parser.nextToken();
      if (first == null) {
        throw malformed("The body is empty.");
      }
      var root = reader.value(first, "", 1);
      if (parser.nextToken() != null) {
        throw malformed("Something follows the JSON value.");
      }
      return root;
    } catch (JacksonException _) {
      throw malformed("The body is not JSON.");
    }
  }

  private static String decoded(byte[] bytes) {
    try {
      // JSON begins with an ASCII character, so a NUL among the first two bytes is UTF-16 or
      // UTF-32.
      if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0)) {
        throw new CharacterCodingException();
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw refused("invalid-encoding", "The body is not UTF-8.");
    }
  }

  private JsonNode value(@Nullable JsonToken token, String pointer, int depth) {
    return switch (token) {
      case START_OBJECT -> object(pointer, entered(depth));
      case START_ARRAY -> array(pointer, entered(depth));
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NODES.numberNode(number(pointer));
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case null, default -> throw malformed("The body is not JSON.");
    };
  }

  private ObjectNode object(String pointer, int depth) {
    var object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var place = pointer + "/" + escaped(name);
      if (object.has(name)) {
        var failures = Failures.ofBody();
        failures.shape(place, "duplicate-field", "is given twice");
        failures.check();
      }
      object.set(name, value(parser.nextToken(), place, depth + 1));
    }
    return object;
  }

  private ArrayNode array(String pointer, int depth) {
    var array = NODES.arrayNode();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      array.add(value(token, pointer + "/" + array.size(), depth + 1));
    }
    return array;
  }

  private static int entered(int depth) {
    if (depth > DEPTH_MAX) {
      throw refused("json-too-deep", "The body is nested more than " + DEPTH_MAX + " deep.");
    }
    return depth;
  }

  // Checked before the digits are turned into a number, which costs their square; and an exponent
  // is
  // cheap to write and dear to expand.
  private BigDecimal number(String pointer) {
    var length = parser.getStringLength();
    if (length <= NUMBER_DIGITS_MAX) {
      try {
        var number = new BigDecimal(parser.getString());
        if (Math.abs((long) number.scale()) <= NUMBER_DIGITS_MAX) {
          return number;
        }
      } catch (NumberFormatException _) {
        // An exponent beyond what a BigDecimal knows: as below.
      }
    }
    var failures = Failures.ofBody();
    failures.shape(pointer, "number-out-of-range", "is too large a number, or has too many digits");
    failures.check();
    throw new IllegalStateException();
  }

  /** A name as part of a JSON pointer (RFC 6901 §3). */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static ProblemException malformed(String detail) {
    return refused("malformed-body", detail);
  }

  private static ProblemException refused(String code, String detail) {
    return new ProblemException(HttpStatus.BAD_REQUEST, code, detail);
  }
}
