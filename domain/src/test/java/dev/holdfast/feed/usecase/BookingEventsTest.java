package dev.holdfast.feed.usecase;

import static dev.holdfast.booking.BookingFixtures.aBooking;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.BookingNews;
import dev.holdfast.feed.BookingNews.Change;
import dev.holdfast.feed.BookingNews.Snapshot;
import dev.holdfast.feed.FeedRejection.PositionGone;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class BookingEventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Booking booking = aBooking().booking();
  private final InMemoryEventLog log = new InMemoryEventLog();
  private final LiveFeed feed = new LiveFeed(log, LiveFeed.Settings.DEFAULT, List.of());
  private final BookingEvents events =
      new BookingEvents(
          feed,
          log,
          (_, id) ->
              id.equals(booking.id())
                  ? Mono.just(booking)
                  : Mono.error(new RejectedException(new NotFound())));
  private Disposable running = Disposables.disposed();

  @BeforeEach
  void run() {
    running = feed.run().subscribe();
  }

  @AfterEach
  void stop() {
    feed.close();
    running.dispose();
  }

  private Flux<BookingNews> follow(BookingId id, @Nullable Position after) {
    return events
        .follow(new FollowBooking(Actor.system("test"), id, after))
        .flatMapMany(news -> news);
  }

  private LoggedEvent happens() {
    return log.happens(booking.id().value());
  }

  private static Predicate<Throwable> rejectedAs(Class<? extends Rejection> reason) {
    return failure ->
        failure instanceof RejectedException rejected && reason.isInstance(rejected.rejection());
  }

  @Test
  void whoStartsAfreshIsToldTheBookingAndThenEachChangeAfterIt() {
    var created = happens();
    StepVerifier.create(follow(booking.id(), null))
        .expectNext(new Snapshot(created.position(), BookingFacts.of(booking)))
        .then(() -> log.happens(Ids.next()))
        .then(this::happens)
        .assertNext(news -> changeAtVersion(news, 2))
        .then(feed::close)
        .expectComplete()
        .verify(PATIENCE);
  }

  private static void changeAtVersion(BookingNews news, long version) {
    org.assertj.core.api.Assertions.assertThat(news)
        .isInstanceOfSatisfying(
            Change.class,
            change ->
                org.assertj.core.api.Assertions.assertThat(change.event().version())
                    .isEqualTo(version));
  }

  @Test
  void whoResumesIsToldExactlyWhatFollows() {
    happens();
    var second = happens();
    var third = happens();
    StepVerifier.create(follow(booking.id(), second.position()))
        .expectNext(new Change(third))
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void aPositionAtWhichNothingStandsIsGone() {
    happens();
    StepVerifier.create(follow(booking.id(), new Position(77, 77)))
        .expectErrorMatches(rejectedAs(PositionGone.class))
        .verify(PATIENCE);
  }

  @Test
  void whoMayNotSeeTheBookingLearnsNothingOfPositionsEither() {
    StepVerifier.create(follow(BookingId.next(), new Position(77, 77)))
        .expectErrorMatches(rejectedAs(NotFound.class))
        .verify(PATIENCE);
  }
}
