package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.notification.port.Notifications;
import dev.holdfast.notification.port.NotificationsContract;

class PostgresNotificationsIT implements NotificationsContract {
  private final Notifications notifications = new PostgresNotifications(TestDatabase.database());

  @Override
  public Notifications notifications() {
    return notifications;
  }
}
