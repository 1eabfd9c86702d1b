package dev.holdfast.app;

/** The configuration cannot work; the message is for whoever wrote it. */
final class SettingsException extends RuntimeException {
  SettingsException(String message) {
    super(message);
  }
}
