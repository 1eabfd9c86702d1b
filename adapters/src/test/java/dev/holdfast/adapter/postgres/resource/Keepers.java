package dev.holdfast.adapter.postgres.resource;

import dev.holdfast.adapter.calendar.RuleRecurrences;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.port.Venues;
import tools.jackson.databind.json.JsonMapper;

/** What the tests of this package keep things with. */
final class Keepers {
  static final Recurrences RECURRENCES = new RuleRecurrences();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final PolicyJson POLICIES = new PolicyJson(JSON);

  private Keepers() {}

  static Venues venues() {
    return new PostgresVenues(TestDatabase.database(), TestDatabase.journal(), POLICIES);
  }

  static Resources resources() {
    return new PostgresResources(
        TestDatabase.database(), TestDatabase.journal(), POLICIES, JSON, RECURRENCES);
  }
}
