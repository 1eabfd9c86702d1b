package dev.holdfast.adapter.embedded;

/** What can be started beside the application. */
public enum Backend {
  POSTGRESQL,
  REDIS,
  MONGODB
}
