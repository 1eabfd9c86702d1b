package dev.holdfast.shared;

import org.jspecify.annotations.Nullable;

/**
 * What a change says about one field.
 *
 * @param given whether the field was named at all; a field that was not keeps its value
 * @param value absent when the field was not given, or was given as null and is to be cleared
 */
public record Patch<T>(boolean given, @Nullable T value) {
  /** The field keeps its value. */
  public static <T> Patch<T> keep() {
    return new Patch<>(false, null);
  }

  /** The field gets this value. */
  public static <T> Patch<T> set(T value) {
    return new Patch<>(true, value);
  }

  /** The field goes back to what it is where nothing is said about it. */
  public static <T> Patch<T> clear() {
    return new Patch<>(true, null);
  }

  /** The new value where there is one, else the current one. */
  public T or(T current) {
    return value == null ? current : value;
  }

  /** The new value, nothing where the field is to be cleared, or the current one if not given. */
  public @Nullable T orKeep(@Nullable T current) {
    return given ? value : current;
  }

  /** The new value, the default where the field is to be cleared, or the current one. */
  public T orKeep(T current, T whenCleared) {
    if (!given) {
      return current;
    }
    return value == null ? whenCleared : value;
  }
}
