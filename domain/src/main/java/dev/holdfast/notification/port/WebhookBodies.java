package dev.holdfast.notification.port;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.resource.VenueId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What is sent of an event. */
public interface WebhookBodies {
  /**
   * The event as JSON, exactly as every stream of events has it. Made anew at each attempt, equal
   * as long as nothing in it is erased.
   */
  Mono<String> of(LoggedEvent event);

  /** The body of a test, in the same form. */
  String ofTest(DeliverySubject test, @Nullable VenueId venueId, Instant at);
}
