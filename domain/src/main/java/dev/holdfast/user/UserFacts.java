package dev.holdfast.user;

import dev.holdfast.shared.Role;
import java.time.Instant;
import java.util.UUID;

/**
 * A user in plain values, without anything personal: the form in which events carry it. The field
 * names are part of the contract with clients.
 */
public record UserFacts(
    UUID id, Role role, boolean isActive, long version, Instant createdAt, Instant updatedAt) {
  /** The user in plain values. */
  public static UserFacts of(User user) {
    return new UserFacts(
        user.id().value(),
        user.role(),
        user.isActive(),
        user.version(),
        user.createdAt(),
        user.updatedAt());
  }
}
