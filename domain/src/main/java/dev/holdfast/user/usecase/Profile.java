package dev.holdfast.user.usecase;

import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.user.User;
import dev.holdfast.user.port.PersonalKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as shown to those who may see it, personal texts opened. The field names are part of the
 * contract with clients. Render it and let it go: it is kept nowhere.
 */
public record Profile(
    UUID id,
    String email,
    String firstName,
    String lastName,
    @Nullable String phone,
    Role role,
    boolean isActive,
    @Nullable String avatarUrl,
    @Nullable Instant lastLoginAt,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** The user, opened with its own key. */
  static Profile of(User user, PersonalKey key) {
    return new Profile(
        user.id().value(),
        opened(key, PersonalColumns.EMAIL, user.email()),
        opened(key, PersonalColumns.FIRST_NAME, user.firstName()),
        opened(key, PersonalColumns.LAST_NAME, user.lastName()),
        user.phone() == null ? null : opened(key, PersonalColumns.PHONE, user.phone()),
        user.role(),
        user.isActive(),
        user.avatarUrl(),
        user.lastLoginAt(),
        user.version(),
        user.createdAt(),
        user.updatedAt());
  }

  private static String opened(PersonalKey key, String column, Sealed sealed) {
    return key.open(column, sealed)
        .orElseThrow(() -> new IllegalStateException(column + " does not open with its key"));
  }

  /** Says who, and nothing more: the rest does not belong into logs. */
  @Override
  public String toString() {
    return "Profile[" + id + "]";
  }
}
