package dev.holdfast.adapter.postgres.resource;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.UserId;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.UUID;
import java.util.stream.Collectors;

/** Venues out of rows. */
final class VenueRows {
  /** The columns that {@link #read} needs, of venues as v. */
  static final String COLUMNS =
      """
      v.venue_id, v.name AS venue_name, v.time_zone, v.currency, v.hold_ttl_seconds,
      v.cancellation_policy::text AS policy, v.staff, v.version AS venue_version,
      v.created_at AS venue_created_at, v.updated_at AS venue_updated_at
      """;

  private final PolicyJson policies;

  VenueRows(PolicyJson policies) {
    this.policies = policies;
  }

  Venue read(Readable row) {
    return new Venue(
        new VenueId(Column.uuid(row, "venue_id")),
        Column.text(row, "venue_name"),
        ZoneId.of(Column.text(row, "time_zone")),
        Currency.getInstance(Column.text(row, "currency")),
        Duration.ofSeconds(Column.number(row, "hold_ttl_seconds")),
        policies.read(Column.text(row, "policy")),
        Arrays.stream(Column.of(row, "staff", UUID[].class))
            .map(UserId::new)
            .collect(Collectors.toSet()),
        Column.number(row, "venue_version"),
        Column.instant(row, "venue_created_at"),
        Column.instant(row, "venue_updated_at"));
  }
}
