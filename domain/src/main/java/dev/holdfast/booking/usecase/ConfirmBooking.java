package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;

/** Turns a hold into a firm booking. */
public record ConfirmBooking(Actor actor, BookingId booking, Precondition ifMatch)
    implements BookingChange {
  @Override
  public Permission permission() {
    return Permission.BOOKING_UPDATE;
  }
}
