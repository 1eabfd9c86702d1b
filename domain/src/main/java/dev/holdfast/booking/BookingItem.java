package dev.holdfast.booking;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import java.util.UUID;

/**
 * One unit of one resource for a stretch of time, inside a booking. It has the status of its
 * booking.
 *
 * @param unit which of the resource's units, from 1
 * @param range what was booked
 * @param occupied what is kept from others: the range, widened by the resource's buffers
 */
public record BookingItem(
    UUID id, ResourceId resource, int unit, TimeRange range, TimeRange occupied, Money price) {}
