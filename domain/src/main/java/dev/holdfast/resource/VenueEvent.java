package dev.holdfast.resource;

import java.time.Instant;

/** What happened to a venue; it carries the venue as it was afterwards. */
public sealed interface VenueEvent {
  Venue venue();

  Instant at();

  record VenueCreated(Venue venue, Instant at) implements VenueEvent {}

  record VenueChanged(Venue venue, Instant at) implements VenueEvent {}
}
