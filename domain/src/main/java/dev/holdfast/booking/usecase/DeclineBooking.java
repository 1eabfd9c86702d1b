package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import org.jspecify.annotations.Nullable;

/** The venue refuses its approval. */
public record DeclineBooking(
    Actor actor, BookingId booking, Precondition ifMatch, @Nullable String reason)
    implements BookingChange {
  @Override
  public Permission permission() {
    return Permission.BOOKING_MANAGE;
  }
}
