package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/**
 * A piece of the bookings the actor may see, newest first.
 *
 * @param filter {@code visibleTo} is set by the desk, whatever it says here
 */
public record ListBookings(Actor actor, Bookings.Filter filter, Page.Request page)
    implements Query<Page<BookingView>> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
