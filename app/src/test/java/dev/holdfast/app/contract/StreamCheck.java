package dev.holdfast.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks a stream of lines as they come: NDJSON, where each line is an object, or server-sent
 * events, where an empty line ends an event. Not for use by several threads at once.
 */
abstract class StreamCheck {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int lineNumber;

  static StreamCheck ofLines(
      ContractDocument document, JsonNode mediaType, BiConsumer<List<String>, String> fail) {
    return new Lines(document, mediaType.path("schema"), fail);
  }

  static StreamCheck ofEvents(
      ContractDocument document, JsonNode mediaType, BiConsumer<List<String>, String> fail) {
    var isIdWithLastOnly = mediaType.path("x-id-with-last-only").asBoolean(false);
    return new Events(document, mediaType.path("x-event-data"), isIdWithLastOnly, fail);
  }

  /** Takes the next bytes, wherever they are cut. */
  final void next(byte[] bytes) {
    for (var octet : bytes) {
      if (octet == '\n') {
        finishLine();
      } else {
        line.write(octet);
      }
    }
  }

  /** The stream has ended. */
  final void end() {
    if (line.size() > 0) {
      finishLine();
    }
  }

  private void finishLine() {
    lineNumber++;
    var text = line.toString(UTF_8);
    line.reset();
    line(lineNumber, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  abstract void line(int number, String text);

  private static final class Lines extends StreamCheck {
    private final ContractDocument document;
    private final JsonNode schema;
    private final BiConsumer<List<String>, String> fail;

    Lines(ContractDocument document, JsonNode schema, BiConsumer<List<String>, String> fail) {
      this.document = document;
      this.schema = schema;
      this.fail = fail;
    }

    @Override
    void line(int number, String text) {
      var differences = jsonDifferences(document, schema, text);
      if (!differences.isEmpty()) {
        fail.accept(differences.stream().map(each -> "line " + number + " " + each).toList(), text);
      }
    }
  }

  private static final class Events extends StreamCheck {
    private final ContractDocument document;
    private final JsonNode schemas;
    private final boolean isIdWithLastOnly;
    private final BiConsumer<List<String>, String> fail;
    private final StringBuilder data = new StringBuilder();
    private String event = "message";
    private @Nullable String id;

    Events(
        ContractDocument document,
        JsonNode schemas,
        boolean isIdWithLastOnly,
        BiConsumer<List<String>, String> fail) {
      this.document = document;
      this.schemas = schemas;
      this.isIdWithLastOnly = isIdWithLastOnly;
      this.fail = fail;
    }

    @Override
    void line(int number, String text) {
      if (text.isEmpty()) {
        dispatch();
        return;
      }
      var colon = text.indexOf(':');
      var field = colon < 0 ? text : text.substring(0, colon);
      var value = colon < 0 ? "" : text.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "" -> {} // a comment, such as the heartbeat
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        case "event" -> event = value;
        case "id" -> id = value;
        case "retry" -> checkRetry(number, value);
        default -> fail.accept(List.of("line " + number + " is no field of an event"), text);
      }
    }

    private void checkRetry(int number, String value) {
      if (!value.matches("[0-9]+")) {
        fail.accept(List.of("line " + number + " retry is no number"), value);
      }
    }

    private void dispatch() {
      if (!data.isEmpty()) {
        var text = data.toString();
        var own = schemas.path(event);
        var schema = own.isMissingNode() ? schemas.path("default") : own;
        var differences = new ArrayList<>(jsonDifferences(document, schema, text));
        if (id == null || id.isEmpty()) {
          if (!isIdWithLastOnly) {
            differences.add("has no id");
          }
        } else if (own.isMissingNode() && differences.isEmpty()) {
          differences.addAll(envelopeDifferences(text, id));
        }
        if (!differences.isEmpty()) {
          fail.accept(
              differences.stream().map(each -> "event " + event + " " + each).toList(), text);
        }
      }
      data.setLength(0);
      event = "message";
      id = null;
    }

    private List<String> envelopeDifferences(String text, String position) {
      var value = StrictJson.read(text.getBytes(UTF_8)).value();
      var differences = new ArrayList<String>();
      if (value != null && !value.path("id").asString("").equals(position)) {
        differences.add("/id: is " + value.path("id") + ", the event's is " + position);
      }
      if (value != null && !value.path("type").asString("").equals(event)) {
        differences.add("/type: is " + value.path("type") + ", the event's is " + event);
      }
      return differences;
    }
  }

  private static List<String> jsonDifferences(
      ContractDocument document, JsonNode schema, String text) {
    var read = StrictJson.read(text.getBytes(UTF_8));
    var value = read.value();
    return value == null
        ? List.of("is no JSON: " + read.problem())
        : document.differences(schema, value);
  }
}
