package dev.holdfast.adapter.mongo;

import dev.holdfast.audit.port.FactsReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the log's JSON with Jackson. */
public final class JacksonFacts implements FactsReader {
  private final JsonMapper json;

  public JacksonFacts(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Map<String, @Nullable Object> read(String text) {
    try {
      var tree = json.readTree(text);
      if (!tree.isObject()) {
        throw new IllegalArgumentException("no JSON object, but " + tree.getNodeType());
      }
      return fields(tree);
    } catch (JacksonException unreadable) {
      // its message would quote what is written there
      throw new IllegalArgumentException("no JSON: " + unreadable.getClass().getSimpleName());
    }
  }

  private static Map<String, @Nullable Object> fields(JsonNode object) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    object.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
    return fields;
  }

  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> fields(node);
      case ARRAY -> {
        var items = new ArrayList<@Nullable Object>();
        node.forEach(item -> items.add(plain(item)));
        yield items;
      }
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> number(node);
      case STRING -> node.stringValue();
      case NULL, MISSING -> null;
      case BINARY, POJO -> throw new IllegalArgumentException("not from JSON");
    };
  }

  private static Object number(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong()
        ? (Object) node.longValue()
        : node.decimalValue();
  }
}
