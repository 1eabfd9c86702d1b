package dev.holdfast.shared;

/** Refusals that every context knows. */
public sealed interface AccessRejection extends Rejection {
  /** There is no such thing. */
  record NotFound() implements AccessRejection {}

  /** There is, but the actor must not know: to them it looks as if there were none. */
  record Hidden() implements AccessRejection {}

  /** The actor's role does not carry what is needed. */
  record Forbidden(Permission needed) implements AccessRejection {}

  /** A change was asked for without saying which version has been seen. */
  record PreconditionRequired() implements AccessRejection {}

  /** There is more to do than can be done in time; nothing was done, and later it may be. */
  record Overloaded() implements AccessRejection {}

  /** The version the client has seen is not the current one. */
  record VersionMismatch(long current) implements AccessRejection {}

  /**
   * A value reads well and breaks a rule that only the domain knows.
   *
   * @param pointer JSON pointer into the request body (RFC 6901)
   * @param message for a human, without personal data
   */
  record Invalid(String pointer, String message) implements AccessRejection {}
}
