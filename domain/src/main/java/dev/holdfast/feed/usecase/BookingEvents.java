package dev.holdfast.feed.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.BookingNews;
import dev.holdfast.feed.BookingNews.Change;
import dev.holdfast.feed.BookingNews.Snapshot;
import dev.holdfast.feed.FeedRejection.PositionGone;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.bus.QueryBus;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets those who may see a booking follow it. */
public final class BookingEvents {
  private final LiveFeed feed;
  private final EventLog log;
  private final BiFunction<Actor, BookingId, Mono<Booking>> bookings;

  /**
   * @param bookings reads a booking for someone, and rejects those who may not see it
   */
  public BookingEvents(
      LiveFeed feed, EventLog log, BiFunction<Actor, BookingId, Mono<Booking>> bookings) {
    this.feed = feed;
    this.log = log;
    this.bookings = bookings;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(QueryBus queries) {
    queries.handle(FollowBooking.class, this::follow);
  }

  /**
   * A stream of what happens to the booking, without gap or repetition, until the feed is closed.
   * It begins with a {@link Snapshot}, or right after the position that was asked for; rejected as
   * {@link PositionGone} when no event stands there.
   */
  Mono<Flux<BookingNews>> follow(FollowBooking query) {
    var booking = bookings.apply(query.actor(), query.booking());
    var after = query.after();
    return after == null
        ? booking.flatMap(this::snapshot).map(this::begin)
        : booking.then(feed.known(after)).map(known -> changes(query.booking(), known));
  }

  private Mono<Snapshot> snapshot(Booking booking) {
    return log.positionOf(booking.id().value(), booking.version())
        .switchIfEmpty(
            Mono.error(() -> new IllegalStateException(booking.id() + " has no event of its own")))
        .map(position -> new Snapshot(position, BookingFacts.of(booking)));
  }

  private Flux<BookingNews> begin(Snapshot snapshot) {
    var id = new BookingId(snapshot.booking().id());
    return changes(id, snapshot.position()).startWith(snapshot);
  }

  private Flux<BookingNews> changes(BookingId booking, Position after) {
    return feed.ofAggregate(booking.value(), after).map(Change::new);
  }
}
