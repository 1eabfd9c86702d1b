package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import org.jspecify.annotations.Nullable;

/** Who is told of sign-ins that were refused. Must neither wait nor fail. */
@FunctionalInterface
public interface SignInWatch {
  /**
   * Somebody did not get in.
   *
   * @param account whose account it was tried with; absent when there is none like it
   */
  void refused(@Nullable UserId account, Actor actor);
}
