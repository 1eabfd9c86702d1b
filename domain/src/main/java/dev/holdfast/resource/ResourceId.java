package dev.holdfast.resource;

import dev.holdfast.shared.Ids;
import java.util.UUID;

/** The id of a {@link Resource}. */
public record ResourceId(UUID value) {
  /** A new id, unlike any other. */
  public static ResourceId next() {
    return new ResourceId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
