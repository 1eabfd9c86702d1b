package dev.holdfast.notification.port;

import dev.holdfast.booking.BookingFacts;

/** Reads bookings out of the JSON in which the log keeps them. */
@FunctionalInterface
public interface BookingStates {
  /**
   * @param data the data of an event of a booking
   * @throws IllegalArgumentException when they make no sense; it quotes nothing of them
   */
  BookingFacts read(String data);
}
