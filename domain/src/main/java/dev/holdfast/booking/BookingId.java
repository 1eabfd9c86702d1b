package dev.holdfast.booking;

import dev.holdfast.shared.Ids;
import java.util.UUID;

/** The id of a {@link Booking}. */
public record BookingId(UUID value) {
  /** A new id, unlike any other. */
  public static BookingId next() {
    return new BookingId(Ids.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
