package dev.holdfast.adapter.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The workings of {@link JsonBody}: one object, which of its fields were asked for, and where. */
abstract sealed class JsonFields permits JsonBody {
  final Failures failures;
  final JsonValues values;
  final String pointer;
  final JsonNode node;
  private final Set<String> asked = new HashSet<>();
  private final List<JsonBody> inside = new ArrayList<>();
  private boolean endedEarly;

  JsonFields(Failures failures, String pointer, JsonNode node) {
    this.failures = failures;
    this.values = new JsonValues(failures);
    this.pointer = pointer;
    this.node = node;
  }

  /** Reads one value; null when it has noted a failure. */
  interface Reader<T> extends BiFunction<JsonNode, String, @Nullable T> {}

  /** The object at this place, with the failures of this one. */
  abstract JsonBody inner(String pointer, JsonNode node);

  /** Its reader gave up, so that a field it has not asked for need not be unknown. */
  final void endedEarly() {
    endedEarly = true;
  }

  final void ask(String name) {
    asked.add(name);
  }

  final void noteUnknown() {
    if (node.isObject() && !endedEarly) {
      for (var name : node.propertyNames()) {
        if (!asked.contains(name)) {
          failures.shape(place(name), "unknown-field", "is not known here");
        }
      }
    }
    inside.forEach(JsonFields::noteUnknown);
  }

  final <T> @Nullable List<T> elements(
      JsonNode value,
      String place,
      int min,
      int max,
      Function<? super JsonBody, ? extends T> reader) {
    return this.<T>each(
        value,
        place,
        min,
        max,
        (element, at) ->
            values.expect(element.isObject(), at, "an object")
                ? nested(element, at, reader)
                : null);
  }

  final <T> @Nullable List<T> each(
      JsonNode value, String place, int min, int max, Reader<T> reader) {
    if (!values.expect(value.isArray(), place, "an array")) {
      return null;
    }
    if (value.size() < min || value.size() > max) {
      failures.rule(place, "must have " + min + " to " + max + " elements");
    }
    var all = new ArrayList<T>();
    var index = 0;
    for (var element : value) {
      var read = reader.apply(element, place + "/" + index++);
      if (read != null) {
        all.add(read);
      }
    }
    return all;
  }

  final <T> @Nullable T nested(
      JsonNode value, String place, Function<? super JsonBody, ? extends T> reader) {
    var body = inner(place, value);
    inside.add(body);
    try {
      return reader.apply(body);
    } catch (RuntimeException unreadable) {
      body.endedEarly();
      if (failures.any()) {
        return null;
      }
      throw unreadable;
    }
  }

  final Field<String> ruled(String name, Function<String, @Nullable String> rule) {
    return field(name, "", (value, place) -> values.string(value, place, rule));
  }

  final <T> Field<T> formatted(
      String name, T standIn, Function<String, @Nullable T> format, String code, String message) {
    return field(
        name, standIn, (value, place) -> values.formatted(value, place, format, code, message));
  }

  final <T> Field<T> chosen(
      String name, T standIn, Function<String, @Nullable T> choice, String message) {
    return field(name, standIn, (value, place) -> values.chosen(value, place, choice, message));
  }

  final <T> Field<T> field(String name, @Nullable T standIn, Reader<T> reader) {
    asked.add(name);
    var place = place(name);
    var value = node.get(name);
    if (value == null) {
      return Field.missing(failures, place, standIn);
    }
    if (value.isNull()) {
      return Field.ofNull(failures, place, standIn);
    }
    return Field.read(failures, place, reader.apply(value, place), standIn);
  }

  final String place(String name) {
    return pointer + "/" + JsonReader.escaped(name);
  }
}
