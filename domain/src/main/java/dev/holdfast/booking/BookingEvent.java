package dev.holdfast.booking;

import java.time.Instant;

/** What happened to a booking; it carries the booking as it was afterwards. */
public sealed interface BookingEvent {
  Booking booking();

  Instant at();

  record BookingCreated(Booking booking, Instant at) implements BookingEvent {}

  record BookingConfirmed(Booking booking, Instant at) implements BookingEvent {}

  record BookingCancelled(Booking booking, Instant at) implements BookingEvent {}

  record BookingExtended(Booking booking, Instant at) implements BookingEvent {}

  record BookingNoted(Booking booking, Instant at) implements BookingEvent {}

  /** The venue has agreed; the booking may await something else still. */
  record BookingApproved(Booking booking, Instant at) implements BookingEvent {}

  record BookingDeclined(Booking booking, Instant at) implements BookingEvent {}

  record BookingRescheduled(Booking booking, Instant at) implements BookingEvent {}

  record BookingCheckedIn(Booking booking, Instant at) implements BookingEvent {}

  record BookingCompleted(Booking booking, Instant at) implements BookingEvent {}

  record BookingNoShow(Booking booking, Instant at) implements BookingEvent {}

  record BookingExpired(Booking booking, Instant at) implements BookingEvent {}
}
