package dev.holdfast.notification;

import dev.holdfast.shared.Rejection;

/** Every "no" that is about telling the outside. */
public sealed interface NotificationRejection extends Rejection {
  /**
   * Nothing is ever sent to this URL.
   *
   * @param reason for a human; says nothing about our own network
   */
  record ForbiddenUrl(String reason) implements NotificationRejection {}
}
