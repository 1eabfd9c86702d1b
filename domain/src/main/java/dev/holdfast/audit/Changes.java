package dev.holdfast.audit;

import dev.holdfast.audit.AuditEntry.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two states of an aggregate, by field. Sealed text is left out, at
 * whatever depth: the trail outlives the key it is sealed with, and says nothing about the person.
 */
public final class Changes {
  private static final Set<String> SEALED = Set.of("sealed");
  private static final Object LEFT_OUT = new Object();

  private Changes() {}

  /**
   * The fields that differ.
   *
   * @param before empty for what has just come into being
   */
  public static SortedMap<String, Change> between(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    var changes = new TreeMap<String, Change>();
    var fields = new TreeSet<>(before.keySet());
    fields.addAll(after.keySet());
    for (var field : fields) {
      var from = shown(before.get(field));
      var to = shown(after.get(field));
      if (!Objects.equals(from, to) && from != LEFT_OUT && to != LEFT_OUT) {
        changes.put(field, new Change(from, to));
      }
    }
    return changes;
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map when map.keySet().equals(SEALED) -> LEFT_OUT;
      case Map<?, ?> map -> shownFields(map);
      case List<?> list ->
          list.stream().<@Nullable Object>map(Changes::shown).filter(v -> v != LEFT_OUT).toList();
      case null -> null;
      default -> value;
    };
  }

  private static Map<String, @Nullable Object> shownFields(Map<?, ?> map) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    map.forEach(
        (name, value) -> {
          var shown = shown(value);
          if (shown != LEFT_OUT) {
            fields.put(String.valueOf(name), shown);
          }
        });
    return fields;
  }
}
