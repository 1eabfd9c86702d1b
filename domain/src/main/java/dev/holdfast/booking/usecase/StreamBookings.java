package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/**
 * All bookings the actor may see, newest first, fetched as they are read.
 *
 * @param filter {@code visibleTo} is set by the desk, whatever it says here
 */
public record StreamBookings(Actor actor, Bookings.Filter filter) implements Query<BookingView> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
