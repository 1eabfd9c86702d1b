package dev.holdfast.feed;

import dev.holdfast.booking.BookingFacts;

/** What someone who follows one booking is told. */
public sealed interface BookingNews {
  /** Where following can be taken up again after this. */
  Position position();

  /** The booking as it is at the position: the first thing told to those who start afresh. */
  record Snapshot(Position position, BookingFacts booking) implements BookingNews {}

  /** Something has happened to it. */
  record Change(LoggedEvent event) implements BookingNews {
    @Override
    public Position position() {
      return event.position();
    }
  }
}
