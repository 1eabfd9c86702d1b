package dev.holdfast.user;

import dev.holdfast.shared.Rejection;

/** Every "no" that is about accounts and sessions. */
public sealed interface UserRejection extends Rejection {
  /** Someone has signed up with this address. */
  record EmailTaken() implements UserRejection {}

  /** Unknown address, wrong password or closed account: which, is nobody's business. */
  record InvalidCredentials() implements UserRejection {}

  /** A refresh token that is none of ours, or whose session has ended. */
  record InvalidToken() implements UserRejection {}

  /** A refresh token that has been used before; its session has been ended, whoever holds it. */
  record TokenReuse() implements UserRejection {}

  /**
   * The password is too easy to guess.
   *
   * @param field where in the command it stood: {@code password}
   */
  record WeakPassword(String field, PasswordPolicy.Weakness weakness) implements UserRejection {}

  /** The password that was to show that it is the owner who asks is not theirs. */
  record WrongPassword() implements UserRejection {}

  /** Too many passwords are being hashed at once; nothing was done, and a retry may succeed. */
  record SignInsBusy() implements UserRejection {}
}
