package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** One booking, for those who may see it; it may come from a cache. */
public record GetBooking(Actor actor, BookingId booking) implements Query<BookingView> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
