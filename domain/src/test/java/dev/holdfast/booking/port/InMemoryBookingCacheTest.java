package dev.holdfast.booking.port;

class InMemoryBookingCacheTest implements BookingCacheContract {
  private final BookingCache cache = new InMemoryBookingCache();

  @Override
  public BookingCache cache() {
    return cache;
  }
}
