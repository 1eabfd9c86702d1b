package dev.holdfast.user;

import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.UserEvent.EmailChanged;
import dev.holdfast.user.UserEvent.PasswordChanged;
import dev.holdfast.user.UserEvent.UserChanged;
import dev.holdfast.user.UserEvent.UserCreated;
import dev.holdfast.user.UserEvent.UserDeactivated;
import dev.holdfast.user.UserEvent.UserErased;
import dev.holdfast.user.UserEvent.UserReactivated;
import java.time.Instant;
import java.util.List;
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

  /** The person goes by other names, or can be reached elsewhere. */
  public UserChanged present(
      Sealed newFirstName,
      Sealed newLastName,
      @Nullable Sealed newPhone,
      @Nullable String newAvatarUrl,
      Instant now) {
    return new UserChanged(
        new User(
            id,
            email,
            newFirstName,
            newLastName,
            newPhone,
            role,
            isActive,
            newAvatarUrl,
            lastLoginAt,
            version + 1,
            createdAt,
            now),
        now);
  }

  /** The person signs in with another address. */
  public EmailChanged readdress(Sealed newEmail, Instant now) {
    return new EmailChanged(
        new User(
            id,
            newEmail,
            firstName,
            lastName,
            phone,
            role,
            isActive,
            avatarUrl,
            lastLoginAt,
            version + 1,
            createdAt,
            now),
        now);
  }

  /** The person signs in with another password, which is no part of what the account shows. */
  public PasswordChanged repassword(Instant now) {
    return new PasswordChanged(standing(role, isActive, now), now);
  }

  /** The account in another role, or open or closed; where it is so already, nothing happens. */
  public Outcome<User, UserEvent.OfUser> administer(
      Patch<Role> newRole, Patch<Boolean> active, Instant now) {
    var roleThen = newRole.or(role);
    var activeThen = active.or(isActive);
    if (roleThen == role && activeThen == isActive) {
      return new Accepted<>(this, List.of());
    }
    var next = standing(roleThen, activeThen, now);
    var event =
        activeThen == isActive
            ? new UserChanged(next, now)
            : activeThen ? new UserReactivated(next, now) : new UserDeactivated(next, now);
    return new Accepted<>(next, List.of(event));
  }

  /** The person goes: of the account only that it was there remains. */
  public UserErased erase(Instant now) {
    return new UserErased(UserFacts.of(standing(role, false, now)), now);
  }

  private User standing(Role newRole, boolean active, Instant now) {
    return new User(
        id,
        email,
        firstName,
        lastName,
        phone,
        newRole,
        active,
        avatarUrl,
        lastLoginAt,
        version + 1,
        createdAt,
        now);
  }
}
