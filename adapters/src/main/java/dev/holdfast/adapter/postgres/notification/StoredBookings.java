package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.notification.port.BookingStates;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Bookings as the {@code events} table keeps them. */
public final class StoredBookings implements BookingStates {
  private final ObjectReader reader;

  /**
   * @param stored the mapper that events are written with
   */
  public StoredBookings(JsonMapper stored) {
    reader =
        stored
            .readerFor(BookingFacts.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @Override
  public BookingFacts read(String data) {
    try {
      return reader.readValue(data);
    } catch (JacksonException unreadable) {
      // its message would quote what is written there
      throw new IllegalArgumentException("no booking: " + unreadable.getClass().getSimpleName());
    }
  }
}
