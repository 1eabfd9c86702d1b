package dev.holdfast.adapter.web;

import org.jspecify.annotations.Nullable;

/**
 * What a PATCH says about one field.
 *
 * @param given whether the field was named at all; a field that was not keeps its value
 * @param value absent when the field was not given, or was given as null and is to be cleared
 */
public record Patch<T>(boolean given, @Nullable T value) {
  /** The new value where there is one, else the current one. */
  public T or(T current) {
    return value == null ? current : value;
  }

  /** The new value, nothing where the field is to be cleared, or the current one if not given. */
  public @Nullable T orKeep(@Nullable T current) {
    return given ? value : current;
  }
}
