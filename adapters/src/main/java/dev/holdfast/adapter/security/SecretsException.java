package dev.holdfast.adapter.security;

/** The installation's secrets cannot be used; the message is for people and says what to do. */
public final class SecretsException extends RuntimeException {
  SecretsException(String message) {
    super(message);
  }

  SecretsException(String message, Throwable cause) {
    super(message, cause);
  }
}
