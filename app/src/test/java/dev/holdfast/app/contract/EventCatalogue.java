package dev.holdfast.app.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The types of events and the versions of their schemas, as the project's papers list them. */
public final class EventCatalogue {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_]+\\.[a-z_]+)` \\| (\\d+) \\| .*", Pattern.MULTILINE);

  private EventCatalogue() {}

  /** As {@code docs/events.md} has them, by type. */
  public static Map<String, Integer> inTheDocument() {
    var types = new TreeMap<String, Integer>();
    var rows = ROW.matcher(document());
    while (rows.find()) {
      types.put(rows.group(1), Integer.valueOf(rows.group(2)));
    }
    return types;
  }

  /** As {@code openapi.yaml} has them, by type. */
  static Map<String, Integer> inTheContract() {
    var schemas = ContractDocument.load().root().path("components").path("schemas");
    var types = new TreeMap<String, Integer>();
    for (var reference : schemas.path("Event").path("oneOf")) {
      var name = reference.path("$ref").asString().replaceFirst(".*/", "");
      var schema = schemas.path(name);
      var version = schema.path("x-schema-version").asInt();
      schema
          .path("properties")
          .path("type")
          .path("enum")
          .forEach(type -> types.put(type.asString(), version));
    }
    return types;
  }

  private static String document() {
    try {
      return Files.readString(Path.of("..", "docs", "events.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
