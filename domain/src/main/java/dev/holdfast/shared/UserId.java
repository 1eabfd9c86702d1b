package dev.holdfast.shared;

import java.util.UUID;

/** The id of a user, for every context that knows people by id only. */
public record UserId(UUID value) {
  /** A new id, unlike any other. */
  public static UserId next() {
    return new UserId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
