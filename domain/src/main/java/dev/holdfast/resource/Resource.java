package dev.holdfast.resource;

import java.time.Duration;
import java.time.Instant;
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
    Instant updatedAt) {}
