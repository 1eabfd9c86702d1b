package dev.holdfast.notification.port;

import java.time.InstantSource;

class InMemoryNotificationsTest implements EndpointsContract, DeliveriesContract {
  private final InMemoryNotifications kept = new InMemoryNotifications(InstantSource.system());

  @Override
  public Endpoints endpoints() {
    return kept;
  }

  @Override
  public Deliveries deliveries() {
    return kept;
  }
}
