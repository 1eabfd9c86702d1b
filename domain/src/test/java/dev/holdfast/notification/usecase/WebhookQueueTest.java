package dev.holdfast.notification.usecase;

import static dev.holdfast.notification.WebhookFixtures.anEndpoint;
import static dev.holdfast.notification.WebhookFixtures.created;
import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryPolicy;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.port.Deliveries.Filter;
import dev.holdfast.notification.port.InMemoryWebhooks;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class WebhookQueueTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final InMemoryWebhooks kept = new InMemoryWebhooks(InstantSource.system());
  private final InMemoryEventLog log = new InMemoryEventLog();
  private final AtomicInteger wakes = new AtomicInteger();
  private final WebhookQueue queue =
      new WebhookQueue(
          kept,
          kept,
          log,
          new DeliveryPolicy(Duration.ofSeconds(5), DAY, DAY, DAY, 10),
          wakes::incrementAndGet);

  private Endpoint kept(Endpoint endpoint) {
    return Objects.requireNonNull(kept.add(created(endpoint), ADMIN).block());
  }

  private Endpoint kept(String... types) {
    return kept(anEndpoint(null, types));
  }

  /** An event that happens now, of the fixtures' venue. */
  private LoggedEvent happens(String type) {
    return happens(type, FeedFixtures.VENUE);
  }

  private LoggedEvent happens(String type, VenueId venue) {
    var position = new Position(kept.nextTransaction(), 1);
    var event = FeedFixtures.anEvent(position, Ids.next(), 1);
    return new LoggedEvent(
        position,
        type,
        type.substring(0, type.indexOf('.')),
        event.aggregateId(),
        1,
        event.occurredAt(),
        venue,
        null,
        List.of(),
        "{}",
        event.metadata());
  }

  private void handle(LoggedEvent... events) {
    StepVerifier.create(queue.handle(List.of(events))).verifyComplete();
  }

  private List<String> typesFor(Endpoint endpoint) {
    return Objects.requireNonNull(
        kept.all(new Filter(new EndpointScope(true, Set.of()), endpoint.id(), null))
            .map(Delivery::type)
            .sort()
            .collectList()
            .block());
  }

  @Test
  void anEndpointGetsTheTypesThatItAskedFor() {
    var all = kept();
    var bookings = kept("booking.*");
    var some = kept("booking.cancelled", "venue.changed");
    handle(happens("booking.created"), happens("booking.cancelled"), happens("venue.changed"));
    assertThat(typesFor(all))
        .containsExactly("booking.cancelled", "booking.created", "venue.changed");
    assertThat(typesFor(bookings)).containsExactly("booking.cancelled", "booking.created");
    assertThat(typesFor(some)).containsExactly("booking.cancelled", "venue.changed");
  }

  @Test
  void anEndpointOfAVenueGetsNothingOfOthers() {
    var mine = kept(anEndpoint(FeedFixtures.VENUE));
    var everything = kept();
    handle(happens("booking.created", VenueId.next()), happens("user.created"));
    assertThat(typesFor(mine)).containsExactly("user.created"); // which the fixture says is of it
    assertThat(typesFor(everything)).hasSize(2);
  }

  @Test
  void whatIsNotForTheOutsideIsToldToNobody() {
    var all = kept();
    handle(
        happens("webhook_endpoint.changed"),
        happens("session.login"),
        happens("access.denied"),
        happens("notification.sent"));
    assertThat(typesFor(all)).isEmpty();
    assertThat(wakes).hasValue(0);
  }

  @Test
  void whatHappenedBeforeAnEndpointWasMadeIsNotForIt() {
    var before = happens("booking.created");
    var endpoint = kept();
    var after = happens("booking.cancelled");
    handle(before, after);
    assertThat(typesFor(endpoint)).containsExactly("booking.cancelled");
  }

  @Test
  void theSameEventsAgainMakeNothingNewAndWakeNobody() {
    var endpoint = kept();
    var event = happens("booking.created");
    handle(event);
    assertThat(wakes).hasValue(1);
    handle(event);
    assertThat(typesFor(endpoint)).hasSize(1);
    assertThat(wakes).hasValue(1);
  }

  @Test
  void aLogFromBeforeTheFirstEndpointIsPassedOver() {
    UUID court = Ids.next();
    log.happens(court);
    var last = log.happens(court);
    StepVerifier.create(queue.resumeFrom(Position.START))
        .expectNext(last.position())
        .verifyComplete();
    var later = new Position(last.position().transaction() + 5, 1);
    StepVerifier.create(queue.resumeFrom(later)).expectNext(later).verifyComplete();
  }

  @Test
  void whatTheFirstEndpointIsToGetIsNotPassedOver() {
    kept();
    log.happens(Ids.next());
    var since = Objects.requireNonNull(kept.oldestSince().block());
    StepVerifier.create(queue.resumeFrom(Position.START))
        .expectNext(new Position(since, 0))
        .verifyComplete();
  }
}
