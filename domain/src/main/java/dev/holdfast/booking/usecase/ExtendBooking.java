package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;

/** Lets a hold live on for as long as a new one would. */
public record ExtendBooking(Actor actor, BookingId booking, Precondition ifMatch)
    implements BookingChange {
  @Override
  public Permission permission() {
    return Permission.BOOKING_UPDATE;
  }
}
