package dev.holdfast.notification;

/** Why the server itself has stopped sending to an endpoint. */
public enum PauseReason {
  /** The receiver has answered 410: it wants nothing any more. */
  GONE,
  /** For long, nothing but failures. */
  FAILING
}
