package dev.holdfast.adapter.caffeine;

import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.state;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceEvent.ResourceDeactivated;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.InMemoryCatalogue;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class CachedBookablesTest {
  private final InMemoryCatalogue kept = new InMemoryCatalogue();
  private final Counted counted = new Counted(kept);
  private final AtomicLong nanos = new AtomicLong();
  private final CachedBookables cached = new CachedBookables(counted, nanos::get);
  private final Venue venue = venue(BERLIN);
  private final Resource court = courtOf(venue).resource();

  @BeforeEach
  void keep() {
    StepVerifier.create(
            kept.add(new VenueCreated(venue, NOW), ADMIN)
                .then(kept.add(new ResourceCreated(court, NOW), ADMIN)))
        .expectNextCount(1)
        .verifyComplete();
  }

  private void deactivate() {
    StepVerifier.create(
            kept.save(new ResourceDeactivated(state(court.deactivate(NOW)), NOW), ADMIN))
        .expectNextCount(1)
        .verifyComplete();
  }

  private void assertActive(boolean isActive) {
    StepVerifier.create(cached.find(court.id()).map(found -> found.resource().isActive()))
        .expectNext(isActive)
        .verifyComplete();
  }

  @Test
  void aSecondQuestionIsAnsweredFromMemoryForFiveSeconds() {
    assertActive(true);
    deactivate();
    nanos.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
    assertActive(true);
    nanos.addAndGet(1);
    assertActive(false);
    assertThat(counted.reads.get()).isEqualTo(2);
  }

  @Test
  void whatIsForgottenIsReadAnew() {
    assertActive(true);
    deactivate();
    cached.forget(ResourceId.next());
    cached.forget(VenueId.next());
    assertActive(true);
    cached.forget(court.id());
    assertActive(false);
  }

  @Test
  void aVenueTakesItsResourcesAlong() {
    assertActive(true);
    deactivate();
    cached.forget(venue.id());
    assertActive(false);
  }

  @Test
  void whatIsForgottenWhileItIsReadIsNotKept() {
    var slow = Sinks.<Boolean>one();
    counted.gate = slow.asMono();
    var reading = cached.find(court.id()).map(found -> found.resource().isActive()).toFuture();
    cached.forget(venue.id());
    slow.emitValue(true, Sinks.EmitFailureHandler.FAIL_FAST);
    assertThat(reading).isCompletedWithValue(true);
    deactivate();
    assertActive(false);
  }

  @Test
  void whatIsNotThereIsNotRemembered() {
    var id = ResourceId.next();
    StepVerifier.create(cached.find(id)).verifyComplete();
    StepVerifier.create(cached.find(id)).verifyComplete();
    assertThat(counted.reads.get()).isEqualTo(2);
  }

  @Test
  void aFailureIsNotRemembered() {
    counted.gate = Mono.error(new IllegalStateException("down"));
    StepVerifier.create(cached.find(court.id())).verifyErrorMessage("down");
    counted.gate = Mono.just(true);
    assertActive(true);
  }

  /** Counts reads, and lets them wait. */
  private static final class Counted implements Resources {
    private final Resources resources;
    private final AtomicLong reads = new AtomicLong();
    private volatile Mono<Boolean> gate = Mono.just(true);

    Counted(Resources resources) {
      this.resources = resources;
    }

    @Override
    public Mono<Bookable> find(ResourceId id) {
      reads.incrementAndGet();
      return gate.flatMap(_ -> resources.find(id));
    }

    @Override
    public Mono<Page<Resource>> list(Filter filter, Page.Request page) {
      return resources.list(filter, page);
    }

    @Override
    public Flux<Resource> all(Filter filter) {
      return resources.all(filter);
    }

    @Override
    public Mono<Resource> add(ResourceCreated created, Actor actor) {
      return resources.add(created, actor);
    }

    @Override
    public Mono<Resource> save(ResourceEvent changed, Actor actor) {
      return resources.save(changed, actor);
    }
  }
}
