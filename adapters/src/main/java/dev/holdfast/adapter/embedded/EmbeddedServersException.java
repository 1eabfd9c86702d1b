package dev.holdfast.adapter.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded servers could not be started; the message tells a person why and what to do. */
public final class EmbeddedServersException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EmbeddedServersException(String message) {
    super(message);
  }

  EmbeddedServersException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
