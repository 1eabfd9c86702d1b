package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.booking.BookingFixtures.EUR;
import static dev.holdfast.booking.BookingFixtures.NOW;
import static dev.holdfast.booking.BookingFixtures.VENUE;

import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.adapter.postgres.resource.PostgresVenues;
import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.shared.Actor;
import java.time.ZoneOffset;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The venue that the bookings of tests belong to. */
final class AVenue {
  static final PolicyJson POLICIES = new PolicyJson(JsonMapper.builder().build());

  private AVenue() {}

  /** Keeps it, unless it is there. */
  static void keep() {
    var venues = new PostgresVenues(TestDatabase.database(), TestDatabase.journal(), POLICIES);
    var venue =
        new Venue(
            VENUE,
            "Club",
            ZoneOffset.UTC,
            EUR,
            Venue.DEFAULT_HOLD_TTL,
            CancellationPolicy.DEFAULT,
            Set.of(),
            1,
            NOW,
            NOW);
    venues
        .find(VENUE)
        .switchIfEmpty(venues.add(new VenueCreated(venue, NOW), Actor.system("test")))
        .block();
  }
}
