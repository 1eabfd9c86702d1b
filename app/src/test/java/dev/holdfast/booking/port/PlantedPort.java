package dev.holdfast.booking.port;

import dev.holdfast.booking.usecase.BookingDesk;

/** Breaks the wall around the ports: a port knows no use case. */
public interface PlantedPort {
  BookingDesk desk();
}
