package dev.holdfast.adapter.web.notification;

import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.feed.EventViews;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.port.WebhookBodies;
import dev.holdfast.resource.VenueId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Webhooks say what the streams say, in the same words. */
public final class EventBodies implements WebhookBodies {
  private final EventViews views;

  public EventBodies(EventViews views) {
    this.views = views;
  }

  @Override
  public Mono<String> of(LoggedEvent event) {
    return views.text(event);
  }

  @Override
  public String ofTest(DeliverySubject test, @Nullable VenueId venueId, Instant at) {
    return Json.mapper()
        .writeValueAsString(
            new TestJson(
                test.eventId(),
                test.type(),
                "webhook_endpoint",
                test.aggregateId(),
                test.version(),
                at,
                venueId == null ? null : venueId.value(),
                Map.of("id", test.aggregateId())));
  }

  /** The same fields as an event's. */
  private record TestJson(
      String id,
      String type,
      String aggregateType,
      UUID aggregateId,
      long version,
      Instant occurredAt,
      @Nullable UUID venueId,
      Object data) {}
}
