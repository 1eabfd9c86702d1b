package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Precondition;
import java.util.List;

/**
 * Takes other slots of the same venue in place of those that a booking has.
 *
 * @param items 1..100, all that it has afterwards
 */
public record RescheduleBooking(
    Actor actor, BookingId booking, Precondition ifMatch, List<BookSlots.Item> items)
    implements BookingChange {

  public RescheduleBooking {
    items = List.copyOf(items);
  }

  @Override
  public Permission permission() {
    return Permission.BOOKING_UPDATE;
  }
}
