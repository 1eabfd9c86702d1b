package dev.holdfast.booking;

/** On whose side a cancellation was decided. */
public enum CancelledBy {
  CUSTOMER,
  VENUE,
  SYSTEM
}
