package dev.holdfast.resource;

import dev.holdfast.resource.ResourceEvent.ResourceChanged;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceEvent.ResourceDeactivated;
import dev.holdfast.resource.ResourceRejection.Flaw;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.ResourceRejection.PriceDigits;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be booked: a room, a court, a person's time.
 *
 * @param kind what sort of thing it is, in the venue's own words; searched by equality
 * @param capacity how many equal units it has, from 1
 * @param bufferBefore kept free before each booking
 * @param bufferAfter kept free after each booking
 * @param slotStep the grid on which bookings begin and end, counted from the opening
 * @param minNotice how long before its start a booking must be made
 * @param horizonDays how many days ahead, in the venue's zone, a booking may start
 * @param price absent: it costs nothing
 * @param isActive false once it has been taken off the list; it is never deleted
 * @param version raised by exactly 1 with every change, opening hours included, from 1
 */
public record Resource(
    ResourceId id,
    VenueId venueId,
    String kind,
    String name,
    @Nullable String description,
    int capacity,
    Duration bufferBefore,
    Duration bufferAfter,
    Duration slotStep,
    Duration minDuration,
    Duration maxDuration,
    Duration minNotice,
    int horizonDays,
    @Nullable Price price,
    boolean approvalRequired,
    boolean paymentRequired,
    boolean isActive,
    OpeningHours openingHours,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public static final String DEFAULT_KIND = "resource";
  public static final Duration DEFAULT_SLOT_STEP = Duration.ofMinutes(15);
  public static final Duration DEFAULT_MAX_DURATION = Duration.ofDays(1);
  public static final int DEFAULT_HORIZON_DAYS = 365;

  /** A new resource of version 1, always open. Its name must be given. */
  public static Outcome<Resource, ResourceEvent> create(
      ResourceId id, Venue venue, ResourceTerms terms, Instant now) {
    var name = terms.name().value();
    if (name == null) {
      throw new IllegalArgumentException("a new resource needs a name");
    }
    var step = terms.slotStep().or(DEFAULT_SLOT_STEP);
    var blank =
        new Resource(
            id,
            venue.id(),
            DEFAULT_KIND,
            name,
            null,
            1,
            Duration.ZERO,
            Duration.ZERO,
            step,
            step,
            DEFAULT_MAX_DURATION,
            Duration.ZERO,
            DEFAULT_HORIZON_DAYS,
            null,
            false,
            false,
            true,
            OpeningHours.ALWAYS,
            1,
            now,
            now);
    return blank.on(
        terms, venue, resource -> List.of(new ResourceCreated(resource, resource.createdAt())));
  }

  /** The resource on other terms; where they are the terms it has, nothing happens. */
  public Outcome<Resource, ResourceEvent> change(ResourceTerms terms, Venue venue, Instant now) {
    return switch (on(terms, venue, _ -> List.of())) {
      case Accepted<Resource, ResourceEvent>(var other, _) -> changed(other, now);
      case Rejected<Resource, ResourceEvent> refused -> refused;
    };
  }

  /** The resource open at other hours. */
  public Outcome<Resource, ResourceEvent> open(OpeningHours hours, Instant now) {
    return changed(with(hours, isActive), now);
  }

  /** The resource taken off the list. */
  public Outcome<Resource, ResourceEvent> deactivate(Instant now) {
    return changed(with(openingHours, false), now);
  }

  private Outcome<Resource, ResourceEvent> changed(Resource other, Instant now) {
    if (other.equals(this)) {
      return new Accepted<>(this, List.of());
    }
    var next = other.next(now);
    return new Accepted<>(
        next,
        List.of(
            isActive && !next.isActive
                ? new ResourceDeactivated(next, now)
                : new ResourceChanged(next, now)));
  }

  private Outcome<Resource, ResourceEvent> on(
      ResourceTerms terms, Venue venue, Function<Resource, List<ResourceEvent>> events) {
    var flaws = new ArrayList<Flaw>();
    var asked = terms.price().value();
    if (asked != null) {
      var currency = asked.currency();
      if (currency != null && !currency.equals(venue.currency())) {
        flaws.add(
            new Flaw(
                "/price/currency", "must be the venue's: " + venue.currency().getCurrencyCode()));
      } else if (asked.amount().scale() != venue.currency().getDefaultFractionDigits()) {
        return new Rejected<>(new PriceDigits(venue.currency().getDefaultFractionDigits()));
      }
    }
    var step = terms.slotStep().orKeep(slotStep, DEFAULT_SLOT_STEP);
    var min = terms.minDuration().orKeep(minDuration, step);
    var max = terms.maxDuration().orKeep(maxDuration, DEFAULT_MAX_DURATION);
    if (min.compareTo(max) > 0) {
      flaws.add(new Flaw("/minDuration", "must not be longer than maxDuration"));
    }
    if (!flaws.isEmpty()) {
      return new Rejected<>(new Inconsistent(flaws));
    }
    var resource =
        new Resource(
            id,
            venueId,
            terms.kind().orKeep(kind, DEFAULT_KIND),
            terms.name().or(name),
            terms.description().orKeep(description),
            terms.capacity().orKeep(capacity, 1),
            terms.bufferBefore().orKeep(bufferBefore, Duration.ZERO),
            terms.bufferAfter().orKeep(bufferAfter, Duration.ZERO),
            step,
            min,
            max,
            terms.minNotice().orKeep(minNotice, Duration.ZERO),
            terms.horizonDays().orKeep(horizonDays, DEFAULT_HORIZON_DAYS),
            asked == null
                ? (terms.price().given() ? null : price)
                : new Price(Money.of(asked.amount(), venue.currency()), asked.per()),
            terms.approvalRequired().orKeep(approvalRequired, false),
            terms.paymentRequired().orKeep(paymentRequired, false),
            terms.isActive().or(isActive),
            openingHours,
            version,
            createdAt,
            updatedAt);
    return new Accepted<>(resource, events.apply(resource));
  }

  private Resource with(OpeningHours hours, boolean active) {
    return copy(hours, active, version, updatedAt);
  }

  private Resource next(Instant now) {
    return copy(openingHours, isActive, version + 1, now);
  }

  private Resource copy(OpeningHours hours, boolean active, long newVersion, Instant changedAt) {
    return new Resource(
        id,
        venueId,
        kind,
        name,
        description,
        capacity,
        bufferBefore,
        bufferAfter,
        slotStep,
        minDuration,
        maxDuration,
        minNotice,
        horizonDays,
        price,
        approvalRequired,
        paymentRequired,
        active,
        hours,
        newVersion,
        createdAt,
        changedAt);
  }
}
