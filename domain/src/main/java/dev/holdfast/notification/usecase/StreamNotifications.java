package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Notification;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** All notifications of the one who asks, newest first, fetched as they are read. */
public record StreamNotifications(Actor actor) implements Query<Notification> {
  @Override
  public Permission permission() {
    return Permission.NOTIFICATION_READ;
  }
}
