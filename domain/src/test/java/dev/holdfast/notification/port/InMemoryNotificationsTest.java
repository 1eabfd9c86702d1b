package dev.holdfast.notification.port;

import java.time.InstantSource;

class InMemoryNotificationsTest implements NotificationsContract {
  private final Notifications notifications = new InMemoryNotifications(InstantSource.system());

  @Override
  public Notifications notifications() {
    return notifications;
  }
}
