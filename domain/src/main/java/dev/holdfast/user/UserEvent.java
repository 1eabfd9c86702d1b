package dev.holdfast.user;

import java.time.Instant;

/**
 * What happened to a user; it carries the user as it was afterwards, of which only {@link
 * UserFacts} may be written down.
 */
public sealed interface UserEvent {
  User user();

  Instant at();

  record UserCreated(User user, Instant at) implements UserEvent {}
}
