package dev.holdfast.booking;

/** What a hold waits for; it is confirmed when nothing is awaited any more. */
public enum Awaiting {
  APPROVAL,
  PAYMENT,
  CONFIRMATION
}
