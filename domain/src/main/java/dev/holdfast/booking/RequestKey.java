package dev.holdfast.booking;

import dev.holdfast.shared.UserId;

/**
 * What makes a retry safe: the client's key, and what it was used for. One key has one effect per
 * user and operation, for 24 h.
 *
 * @param operation method and path
 * @param key 1..255 visible ASCII characters
 * @param requestHash equal exactly for requests that mean the same
 */
public record RequestKey(UserId user, String operation, String key, String requestHash) {
  /** What must be unlike any other for 24 h. */
  public record Name(UserId user, String operation, String key) {}

  public Name name() {
    return new Name(user, operation, key);
  }
}
