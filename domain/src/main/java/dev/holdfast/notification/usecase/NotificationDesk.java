package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Notification;
import dev.holdfast.notification.port.Notifications;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.bus.QueryBus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows people what they have been sent. */
public final class NotificationDesk {
  private final Notifications notifications;

  public NotificationDesk(Notifications notifications) {
    this.notifications = notifications;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(QueryBus queries) {
    queries.handle(ListNotifications.class, this::list);
    queries.handleStream(StreamNotifications.class, this::stream);
  }

  Mono<Page<Notification>> list(ListNotifications query) {
    return notifications.list(query.actor().requireUserId(), query.page());
  }

  Flux<Notification> stream(StreamNotifications query) {
    return notifications.all(query.actor().requireUserId());
  }
}
