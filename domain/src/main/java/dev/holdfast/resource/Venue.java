package dev.holdfast.resource;

import dev.holdfast.resource.ResourceRejection.Flaw;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.VenueEvent.VenueChanged;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who owns resources.
 *
 * @param timeZone what local times and dates of its resources mean
 * @param currency of every price here; it cannot change while any resource has a price
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

  /** A new venue of version 1. Its name, time zone and currency must be given. */
  public static Outcome<Venue, VenueEvent> create(VenueId id, VenueTerms terms, Instant now) {
    var venue =
        new Venue(
            id,
            required(terms.name()),
            required(terms.timeZone()),
            required(terms.currency()),
            terms.holdTtl().or(DEFAULT_HOLD_TTL),
            terms.cancellationPolicy().or(CancellationPolicy.DEFAULT),
            Set.of(),
            1,
            now,
            now);
    return venue.sound(List.of(new VenueCreated(venue, now)));
  }

  /** The venue on other terms; where they are the terms it has, nothing happens. */
  public Outcome<Venue, VenueEvent> change(VenueTerms terms, Instant now) {
    return changed(
        new Venue(
            id,
            terms.name().or(name),
            terms.timeZone().or(timeZone),
            terms.currency().or(currency),
            terms.holdTtl().orKeep(holdTtl, DEFAULT_HOLD_TTL),
            terms.cancellationPolicy().orKeep(cancellationPolicy, CancellationPolicy.DEFAULT),
            staff,
            version,
            createdAt,
            updatedAt),
        now);
  }

  /** The venue with one more manager; whether the user may be one is not asked here. */
  public Outcome<Venue, VenueEvent> addStaff(UserId user, Instant now) {
    var more = new HashSet<>(staff);
    more.add(user);
    return changed(withStaff(more), now);
  }

  /** The venue without this manager. */
  public Outcome<Venue, VenueEvent> removeStaff(UserId user, Instant now) {
    var fewer = new HashSet<>(staff);
    fewer.remove(user);
    return changed(withStaff(fewer), now);
  }

  private Outcome<Venue, VenueEvent> changed(Venue other, Instant now) {
    if (other.equals(this)) {
      return new Accepted<>(this, List.of());
    }
    var next = other.next(now);
    return next.sound(List.of(new VenueChanged(next, now)));
  }

  private Outcome<Venue, VenueEvent> sound(List<VenueEvent> events) {
    var fee = cancellationPolicy.noShowFee();
    return fee == null || fee.currency().equals(currency)
        ? new Accepted<>(this, events)
        : new Rejected<>(
            new Inconsistent(
                List.of(
                    new Flaw(
                        "/cancellationPolicy/noShowFee/currency",
                        "must be the venue's: " + currency.getCurrencyCode()))));
  }

  private Venue withStaff(Set<UserId> people) {
    return new Venue(
        id,
        name,
        timeZone,
        currency,
        holdTtl,
        cancellationPolicy,
        people,
        version,
        createdAt,
        updatedAt);
  }

  private Venue next(Instant now) {
    return new Venue(
        id,
        name,
        timeZone,
        currency,
        holdTtl,
        cancellationPolicy,
        staff,
        version + 1,
        createdAt,
        now);
  }

  private static <T> T required(Patch<T> field) {
    var value = field.value();
    if (value == null) {
      throw new IllegalArgumentException("a new venue needs a name, a time zone and a currency");
    }
    return value;
  }
}
