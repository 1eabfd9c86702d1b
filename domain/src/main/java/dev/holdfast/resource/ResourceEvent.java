package dev.holdfast.resource;

import java.time.Instant;

/** What happened to a resource; it carries the resource as it was afterwards. */
public sealed interface ResourceEvent {
  Resource resource();

  Instant at();

  record ResourceCreated(Resource resource, Instant at) implements ResourceEvent {}

  record ResourceChanged(Resource resource, Instant at) implements ResourceEvent {}

  record ResourceDeactivated(Resource resource, Instant at) implements ResourceEvent {}
}
