package dev.holdfast.user;

import dev.holdfast.shared.Ids;
import java.util.UUID;

/** The id of a {@link Session}; every access token names the session it belongs to. */
public record SessionId(UUID value) {
  /** A new id, unlike any other. */
  public static SessionId next() {
    return new SessionId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
