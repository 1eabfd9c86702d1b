package dev.holdfast.notification;

import java.time.Instant;

/** What happened to an endpoint; it carries the endpoint as it was afterwards. */
public sealed interface EndpointEvent {
  Endpoint endpoint();

  Instant at();

  record EndpointCreated(Endpoint endpoint, Instant at) implements EndpointEvent {}

  record EndpointChanged(Endpoint endpoint, Instant at) implements EndpointEvent {}

  record EndpointSecretRotated(Endpoint endpoint, Instant at) implements EndpointEvent {}

  /** The server itself sends there no more. */
  record EndpointPaused(Endpoint endpoint, Instant at) implements EndpointEvent {}

  /** It is gone; its version is the one it would have had next. */
  record EndpointDeleted(Endpoint endpoint, Instant at) implements EndpointEvent {}
}
