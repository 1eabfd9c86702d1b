package dev.holdfast.notification;

/** What has become of a delivery. */
public enum DeliveryStatus {
  /** It is sent as soon as its time comes and what goes before it is out of the way. */
  PENDING,
  /** The receiver has taken it. */
  DELIVERED,
  /** It was tried for as long as it is tried. */
  FAILED,
  /** It would be pending, were its endpoint active. */
  PAUSED
}
