package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;

/**
 * Changes what the person wrote on the booking.
 *
 * @param note cleared where given as nothing
 */
public record AnnotateBooking(
    Actor actor, BookingId booking, Precondition ifMatch, Patch<String> note)
    implements BookingChange {
  @Override
  public Permission permission() {
    return Permission.BOOKING_UPDATE;
  }
}
