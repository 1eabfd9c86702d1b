package dev.holdfast.notification;

/** Which endpoints: those that take what they are sent never wait for those that do not. */
public enum DeliveryLane {
  /** The last attempt succeeded, or there was none. */
  WELL,
  /** The last attempt failed. */
  AILING
}
