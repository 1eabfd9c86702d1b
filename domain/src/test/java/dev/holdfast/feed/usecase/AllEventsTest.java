package dev.holdfast.feed.usecase;

import static dev.holdfast.feed.FeedFixtures.OWNER;
import static dev.holdfast.feed.FeedFixtures.VENUE;
import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.EventFilter;
import dev.holdfast.feed.FeedRejection.PositionGone;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.feed.usecase.ListChanges.Changes;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.InMemoryCatalogue;
import dev.holdfast.resource.port.InMemoryOccupancy;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.resource.usecase.SlotFinder;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AllEventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Actor OWNING = actor(new UserId(OWNER), Role.USER);
  private static final Actor STRANGER = actor(UserId.next(), Role.USER);

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final LiveFeed feed = new LiveFeed(log, LiveFeed.Settings.DEFAULT, List.of());
  private final InMemoryCatalogue kept = new InMemoryCatalogue();
  private final AllEvents events = new AllEvents(feed, log, catalogue());
  private Disposable running = Disposables.disposed();

  private Catalogue catalogue() {
    Bookables bookables =
        new Bookables() {
          @Override
          public Mono<dev.holdfast.resource.Bookable> find(ResourceId id) {
            return kept.find(id);
          }

          @Override
          public void forget(ResourceId resource) {}

          @Override
          public void forget(dev.holdfast.resource.VenueId venue) {}
        };
    var clock = InstantSource.fixed(NOW);
    return new Catalogue(
        bookables, kept, new SlotFinder(bookables, new InMemoryOccupancy(), clock));
  }

  @BeforeEach
  void run() {
    running = feed.run().subscribe();
  }

  @AfterEach
  void stop() {
    feed.close();
    running.dispose();
  }

  private static Actor actor(UserId user, Role role) {
    return new Actor(user, role, null, new Actor.Origin("test", null, null));
  }

  private Venue managedBy(Actor manager) {
    var staffed = venue(BERLIN, manager.requireUserId());
    var same =
        new Venue(
            VENUE,
            staffed.name(),
            staffed.timeZone(),
            staffed.currency(),
            staffed.holdTtl(),
            staffed.cancellationPolicy(),
            staffed.staff(),
            staffed.version(),
            staffed.createdAt(),
            staffed.updatedAt());
    return Objects.requireNonNull(
        kept.add(new VenueCreated(same, NOW), Actor.system("test")).block());
  }

  private List<LoggedEvent> happen(int count) {
    return IntStream.range(0, count).mapToObj(_ -> log.happens(Ids.next())).toList();
  }

  private Changes list(Actor actor, EventFilter filter, @Nullable Position after, int limit) {
    return Objects.requireNonNull(
        events.list(new ListChanges(actor, filter, after, limit)).block());
  }

  private Flux<LoggedEvent> follow(Actor actor, EventFilter filter, @Nullable Position after) {
    return events.follow(new FollowEvents(actor, filter, after)).flatMapMany(stream -> stream);
  }

  private static Predicate<Throwable> rejectedAs(Class<? extends Rejection> reason) {
    return failure ->
        failure instanceof RejectedException rejected && reason.isInstance(rejected.rejection());
  }

  @Test
  void aWalkThroughTheChangesSeesEachOnceOldestFirst() {
    var all = happen(5);
    var first = list(OWNING, EventFilter.NONE, null, 2);
    assertThat(first).isEqualTo(new Changes(all.subList(0, 2), all.get(1).position()));
    var second = list(OWNING, EventFilter.NONE, first.next(), 2);
    assertThat(second.events()).isEqualTo(all.subList(2, 4));
    var third = list(OWNING, EventFilter.NONE, second.next(), 2);
    assertThat(third).isEqualTo(new Changes(all.subList(4, 5), all.get(4).position()));
    assertThat(list(OWNING, EventFilter.NONE, third.next(), 2))
        .isEqualTo(new Changes(List.of(), third.next()));
  }

  @Test
  void whereNothingIsForTheActorTheNextPlaceIsTheOneAskedFor() {
    var all = happen(3);
    assertThat(list(STRANGER, EventFilter.NONE, null, 5)).isEqualTo(new Changes(List.of(), null));
    var after = all.getFirst().position();
    assertThat(list(STRANGER, EventFilter.NONE, after, 5)).isEqualTo(new Changes(List.of(), after));
    var cancelled = new EventFilter(List.of("booking.cancelled"), null);
    assertThat(list(OWNING, cancelled, after, 5)).isEqualTo(new Changes(List.of(), after));
  }

  @Test
  void whatIsWantedIsFoundBehindManyThatAreNot() {
    happen(1_200);
    var booking = Ids.next();
    log.happens(booking);
    var confirmed = log.happens(booking);
    var filter = new EventFilter(List.of("booking.confirmed"), null);
    assertThat(list(OWNING, filter, null, 5))
        .isEqualTo(new Changes(List.of(confirmed), confirmed.position()));
  }

  @Test
  void thePageIsFullWhereverItsEventsStood() {
    var early = happen(3);
    var booking = Ids.next();
    log.happens(booking);
    IntStream.range(0, 600).forEach(_ -> log.happens(booking));
    var late = happen(3);
    var created = new EventFilter(List.of("booking.created"), null);
    var page = list(OWNING, created, early.getFirst().position(), 4);
    assertThat(page.events()).hasSize(4).startsWith(early.get(1)).endsWith(late.getFirst());
    assertThat(page.next()).isEqualTo(late.getFirst().position());
  }

  @Test
  void anAnswerThatWouldLookThroughTooMuchSaysWhereToGoOn() {
    var transaction = log.begin();
    var booking = Ids.next();
    IntStream.range(0, 20_500).forEach(_ -> log.append(transaction, booking));
    log.commit(transaction);
    var first = list(STRANGER, EventFilter.NONE, null, 5);
    assertThat(first).isEqualTo(new Changes(List.of(), new Position(transaction, 20_000)));
    assertThat(list(STRANGER, EventFilter.NONE, first.next(), 5))
        .isEqualTo(new Changes(List.of(), first.next()));
  }

  @Test
  void allOfTheChangesAreStreamedAsFastAsTheyAreRead() {
    var all = happen(1_700);
    var streamed =
        events.stream(new StreamChanges(OWNING, EventFilter.NONE, all.getFirst().position()))
            .flatMapMany(stream -> stream);
    var reads = log.reads();
    StepVerifier.create(streamed, 1)
        .expectNext(all.get(1))
        .then(() -> assertThat(log.reads() - reads).isLessThanOrEqualTo(2))
        .thenRequest(Long.MAX_VALUE)
        .expectNextSequence(all.subList(2, all.size()))
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void managersSeeWhatHappensAtTheirVenuesForAsLongAsTheyAreManagers() {
    var event = happen(1).getFirst();
    var manager = actor(UserId.next(), Role.MANAGER);
    assertThat(list(manager, EventFilter.NONE, null, 5).events()).isEmpty();
    managedBy(manager);
    assertThat(list(manager, EventFilter.NONE, null, 5).events()).containsExactly(event);
    var demoted = actor(manager.requireUserId(), Role.USER);
    assertThat(list(demoted, EventFilter.NONE, null, 5).events()).isEmpty();
    var admin = actor(UserId.next(), Role.ADMIN);
    assertThat(list(admin, EventFilter.NONE, null, 5).events()).containsExactly(event);
  }

  @Test
  void aStreamBeginsNowAndTellsOnlyWhatIsWantedAndAllowed() {
    happen(2);
    var confirmed = new EventFilter(List.of("booking.confirmed"), VENUE);
    var booking = Ids.next();
    StepVerifier.create(follow(OWNING, confirmed, null))
        .then(() -> awaitFollowers(1))
        .then(() -> log.happens(booking))
        .then(() -> log.happens(booking))
        .assertNext(event -> assertThat(event.version()).isEqualTo(2))
        .then(feed::close)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void aStreamIsTakenUpWhereItWasLeft() {
    var all = happen(4);
    StepVerifier.create(follow(OWNING, EventFilter.NONE, all.get(1).position()))
        .expectNext(all.get(2), all.get(3))
        .thenCancel()
        .verify(PATIENCE);
    StepVerifier.create(follow(STRANGER, EventFilter.NONE, all.getFirst().position()))
        .then(() -> awaitFollowers(1))
        .then(feed::close)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void aPositionAtWhichNothingStandsIsGone() {
    happen(1);
    var nowhere = new Position(77, 77);
    StepVerifier.create(follow(OWNING, EventFilter.NONE, nowhere))
        .expectErrorMatches(rejectedAs(PositionGone.class))
        .verify(PATIENCE);
    StepVerifier.create(events.list(new ListChanges(OWNING, EventFilter.NONE, nowhere, 5)))
        .expectErrorMatches(rejectedAs(PositionGone.class))
        .verify(PATIENCE);
    StepVerifier.create(events.stream(new StreamChanges(OWNING, EventFilter.NONE, nowhere)))
        .expectErrorMatches(rejectedAs(PositionGone.class))
        .verify(PATIENCE);
  }

  @Test
  void whoFollowsAResourceHearsOfWhatTouchesItsTime() {
    var park = managedBy(actor(UserId.next(), Role.MANAGER));
    var court = courtOf(park).resource();
    kept.add(new ResourceCreated(court, NOW), Actor.system("test")).block();
    StepVerifier.create(
            events
                .followResource(new FollowResource(STRANGER, court.id(), null))
                .flatMapMany(stream -> stream))
        .then(() -> awaitFollowers(1))
        .then(() -> log.happens(Ids.next()))
        .then(() -> log.touches(ResourceId.next().value()))
        .then(() -> log.touches(court.id().value()))
        .assertNext(event -> assertThat(event.topics()).contains(court.id().value()))
        .then(feed::close)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void aResourceThatIsNotThereCannotBeFollowed() {
    StepVerifier.create(
            events.followResource(new FollowResource(STRANGER, ResourceId.next(), null)))
        .expectErrorMatches(rejectedAs(NotFound.class))
        .verify(PATIENCE);
  }

  private void awaitFollowers(int count) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (feed.followers() != count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(feed.followers()).isEqualTo(count);
  }
}
