package dev.holdfast.notification.port;

import java.time.InstantSource;

class InMemoryWebhooksTest implements EndpointsContract, DeliveriesContract {
  private final InMemoryWebhooks kept = new InMemoryWebhooks(InstantSource.system());

  @Override
  public Endpoints endpoints() {
    return kept;
  }

  @Override
  public Deliveries deliveries() {
    return kept;
  }
}
