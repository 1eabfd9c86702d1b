package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Notification;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** A piece of the notifications of the one who asks, newest first. */
public record ListNotifications(Actor actor, Page.Request page)
    implements Query<Page<Notification>> {
  @Override
  public Permission permission() {
    return Permission.NOTIFICATION_READ;
  }
}
