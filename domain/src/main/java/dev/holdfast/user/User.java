package dev.holdfast.user;

import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.UserEvent.UserCreated;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person with an account. Immutable; personal texts are sealed under the person's own key.
 *
 * @param phone E.164
 * @param role USER, MANAGER or ADMIN
 * @param isActive whether the person may sign in
 * @param lastLoginAt moves with each sign-in, without a new version
 * @param version raised by exactly 1 with every other change, from 1
 */
public record User(
    UserId id,
    Sealed email,
    Sealed firstName,
    Sealed lastName,
    @Nullable Sealed phone,
    Role role,
    boolean isActive,
    @Nullable String avatarUrl,
    @Nullable Instant lastLoginAt,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public User {
    if (role == Role.ANONYMOUS || role == Role.SYSTEM) {
      throw new IllegalArgumentException("nobody has an account as " + role);
    }
  }

  /** A new account, open at once. */
  public static UserCreated signUp(
      UserId id,
      Sealed email,
      Sealed firstName,
      Sealed lastName,
      @Nullable Sealed phone,
      Role role,
      Instant now) {
    var user = new User(id, email, firstName, lastName, phone, role, true, null, null, 1, now, now);
    return new UserCreated(user, now);
  }
}
