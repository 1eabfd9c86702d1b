package dev.holdfast.booking.port;

import java.time.Instant;
import java.time.InstantSource;

class InMemoryBookingsTest implements BookingsContract {
  private static final Instant NOW = Instant.parse("2027-02-01T08:00:00Z");

  private final InMemoryBookings bookings = new InMemoryBookings(InstantSource.fixed(NOW));

  @Override
  public Bookings bookings() {
    return bookings;
  }

  @Override
  public Instant now() {
    return NOW;
  }
}
