package dev.holdfast.resource;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Set;

/**
 * Who owns resources.
 *
 * @param timeZone what local times and dates of its resources mean
 * @param currency of every price here; fixed when the venue is made
 * @param holdTtl how long a hold keeps its units, at least 1 s
 * @param staff the managers of this venue
 * @param version raised by exactly 1 with every change, from 1
 */
public record Venue(
    VenueId id,
    String name,
    ZoneId timeZone,
    Currency currency,
    Duration holdTtl,
    CancellationPolicy cancellationPolicy,
    Set<UserId> staff,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** How long a hold lives where a venue does not say otherwise: time for a second factor. */
  public static final Duration DEFAULT_HOLD_TTL = Duration.ofMinutes(10);

  public Venue {
    staff = Set.copyOf(staff);
  }

  /** Whether the actor may manage this venue: its staff, and whoever stands above venues. */
  public boolean isManagedBy(Actor actor) {
    return actor.isAdmin()
        || (actor.role() == Role.MANAGER && staff.contains(actor.requireUserId()));
  }
}
