package dev.holdfast.booking;

import java.time.Instant;

/** What happened to a booking; it carries the booking as it was afterwards. */
public sealed interface BookingEvent {
  Booking booking();

  Instant at();

  record BookingCreated(Booking booking, Instant at) implements BookingEvent {}

  record BookingConfirmed(Booking booking, Instant at) implements BookingEvent {}

  record BookingCancelled(Booking booking, Instant at) implements BookingEvent {}

  record BookingExpired(Booking booking, Instant at) implements BookingEvent {}
}
