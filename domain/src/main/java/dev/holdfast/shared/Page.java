package dev.holdfast.shared;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a list that runs newest first, by id.
 *
 * @param after where the next piece begins: pass it as {@link Request#after}; absent on the last
 *     piece
 */
public record Page<T>(List<T> items, @Nullable UUID after) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Which piece is wanted.
   *
   * @param limit at most this many items, 1..200
   * @param after only what is older than this id; absent for the newest
   */
  public record Request(int limit, @Nullable UUID after) {
    public Request {
      if (limit < 1) {
        throw new IllegalArgumentException("limit " + limit);
      }
    }
  }
}
