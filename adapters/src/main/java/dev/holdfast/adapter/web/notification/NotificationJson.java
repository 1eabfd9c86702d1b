package dev.holdfast.adapter.web.notification;

import dev.holdfast.notification.Notification;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notification as clients see it; the order of the fields is that of the contract. */
public record NotificationJson(
    UUID id,
    String channel,
    String template,
    String subject,
    Notification.Status status,
    Instant createdAt,
    @Nullable Instant sentAt) {

  /** The form of this notification. */
  public static NotificationJson of(Notification notification) {
    return new NotificationJson(
        notification.id(),
        "email",
        notification.template().text(),
        notification.subject(),
        notification.status(),
        notification.createdAt(),
        notification.sentAt());
  }
}
