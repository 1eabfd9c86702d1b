package dev.holdfast.user;

import java.time.Instant;

/** What happened to a user; of the user only {@link UserFacts} may be written down. */
public sealed interface UserEvent {
  /** The user as it was afterwards, without anything personal. */
  UserFacts facts();

  Instant at();

  /** An event after which the user is there. */
  sealed interface OfUser extends UserEvent {
    /** The user as it was afterwards. */
    User user();

    @Override
    default UserFacts facts() {
      return UserFacts.of(user());
    }
  }

  record UserCreated(User user, Instant at) implements OfUser {}

  /** Names, phone, picture or role are others. */
  record UserChanged(User user, Instant at) implements OfUser {}

  record EmailChanged(User user, Instant at) implements OfUser {}

  /** Nobody stays signed in. */
  record PasswordChanged(User user, Instant at) implements OfUser {}

  /** The account is closed; nobody stays signed in. */
  record UserDeactivated(User user, Instant at) implements OfUser {}

  record UserReactivated(User user, Instant at) implements OfUser {}

  /** The person is gone, and with them everything that tells who it was. */
  record UserErased(UserFacts facts, Instant at) implements UserEvent {}
}
