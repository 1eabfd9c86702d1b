package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;

/** The venue agrees to a booking that awaits its approval. */
public record ApproveBooking(Actor actor, BookingId booking, Precondition ifMatch)
    implements BookingChange {
  @Override
  public Permission permission() {
    return Permission.BOOKING_MANAGE;
  }
}
