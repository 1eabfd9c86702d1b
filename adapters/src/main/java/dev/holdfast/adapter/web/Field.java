package dev.holdfast.adapter.web;

import dev.holdfast.shared.Patch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One field of a body, or one parameter, read but not yet judged: the last call says whether it
 * must be there. A failure is noted and reading goes on with a stand-in, so that one answer can
 * name all failures.
 */
public final class Field<T> {
  private final Failures failures;
  private final String pointer;
  private final State state;
  private final @Nullable T value;
  private final @Nullable T standIn;

  private enum State {
    MISSING,
    NULL,
    FAILED,
    READ
  }

  private Field(
      Failures failures, String pointer, State state, @Nullable T value, @Nullable T standIn) {
    this.failures = failures;
    this.pointer = pointer;
    this.state = state;
    this.value = value;
    this.standIn = standIn;
  }

  static <T> Field<T> missing(Failures failures, String pointer, @Nullable T standIn) {
    return new Field<>(failures, pointer, State.MISSING, null, standIn);
  }

  static <T> Field<T> ofNull(Failures failures, String pointer, @Nullable T standIn) {
    return new Field<>(failures, pointer, State.NULL, null, standIn);
  }

  /** A field that was there; without a value when it could not be read, which has been noted. */
  static <T> Field<T> read(
      Failures failures, String pointer, @Nullable T value, @Nullable T standIn) {
    return new Field<>(
        failures, pointer, value == null ? State.FAILED : State.READ, value, standIn);
  }

  /** A further rule; breaking it is 422 {@code validation} (400 for a parameter). */
  public Field<T> where(Predicate<? super T> rule, String message) {
    if (value == null || rule.test(value)) {
      return this;
    }
    failures.rule(pointer, message);
    return read(failures, pointer, null, standIn);
  }

  /** A further condition of the form itself; failing it is 400 {@code invalid-format}. */
  public Field<T> wellFormed(Predicate<? super T> condition, String message) {
    if (value != null && !condition.test(value)) {
      failures.shape(pointer, "invalid-format", message);
    }
    return this;
  }

  /** The value; missing or null is a failure. */
  public T required() {
    if (value != null) {
      return value;
    }
    if (state != State.FAILED) {
      failures.rule(pointer, "is required");
    }
    return standIn();
  }

  /** The value, or nothing when it is missing, null or could not be read. */
  public @Nullable T optional() {
    return value;
  }

  /** The value, or this one when it is missing or null. */
  public T orElse(T fallback) {
    return value == null ? fallback : value;
  }

  /** For a PATCH of a field that always has a value: null is a failure. */
  public Patch<T> change() {
    if (state == State.NULL) {
      failures.rule(pointer, "cannot be cleared");
    }
    return new Patch<>(state != State.MISSING, value);
  }

  /** For a PATCH of a field that may be empty: null clears it. */
  public Patch<T> changeOrClear() {
    return new Patch<>(state != State.MISSING, value);
  }

  /** Whether the field was named, with null or a value. */
  public boolean given() {
    return state != State.MISSING;
  }

  private T standIn() {
    if (standIn == null) {
      failures.check();
      throw new IllegalStateException(pointer + " failed without a reason");
    }
    return standIn;
  }
}
