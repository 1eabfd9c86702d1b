package dev.holdfast.audit.port;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON in which the log keeps an aggregate. */
@FunctionalInterface
public interface FactsReader {
  /**
   * The fields of a JSON object in plain values: text, {@code Long}, {@code BigDecimal} for what is
   * no whole number of that size, {@code Boolean}, null, lists and maps.
   *
   * @throws IllegalArgumentException when it is no JSON object
   */
  Map<String, @Nullable Object> read(String json);
}
