package dev.holdfast.user;

/**
 * What is kept of a password.
 *
 * @param encoded algorithm, parameters, salt and hash in one line (PHC string format)
 */
public record PasswordHash(String encoded) {
  /** Says nothing. */
  @Override
  public String toString() {
    return "PasswordHash[…]";
  }
}
