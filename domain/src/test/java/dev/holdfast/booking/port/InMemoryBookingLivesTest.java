package dev.holdfast.booking.port;

import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingFixtures;
import dev.holdfast.booking.BookingId;
import java.time.InstantSource;
import java.util.List;

class InMemoryBookingLivesTest implements BookingLivesContract {
  private final InMemoryBookings bookings =
      new InMemoryBookings(InstantSource.fixed(BookingFixtures.NOW));

  @Override
  public Bookings bookings() {
    return bookings;
  }

  @Override
  public List<BookingFacts> told(BookingId id) {
    return bookings.events().stream()
        .map(BookingEvent::booking)
        .filter(booking -> booking.id().equals(id))
        .map(BookingFacts::of)
        .toList();
  }
}
