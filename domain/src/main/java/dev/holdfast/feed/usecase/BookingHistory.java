package dev.holdfast.feed.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.QueryBus;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells those who may see a booking what it has been. The log is asked by versions, not in order:
 * so an open transaction somewhere else hides nothing that has been answered already.
 */
public final class BookingHistory {
  private static final int PIECE = 500;

  private final EventLog log;
  private final BiFunction<Actor, BookingId, Mono<Booking>> bookings;

  /**
   * @param bookings reads a booking for someone, and rejects those who may not see it
   */
  public BookingHistory(EventLog log, BiFunction<Actor, BookingId, Mono<Booking>> bookings) {
    this.log = log;
    this.bookings = bookings;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(QueryBus queries) {
    queries.handle(ReadHistory.class, this::read).handle(BookingAsOf.class, this::asOf);
  }

  Mono<List<LoggedEvent>> read(ReadHistory query) {
    return bookings
        .apply(query.actor(), query.booking())
        .flatMapMany(booking -> Flux.fromStream(() -> versions(booking)))
        .buffer(PIECE)
        .concatMap(log::versions)
        .concatMapIterable(events -> events)
        .collectSortedList(Comparator.comparingLong(LoggedEvent::version));
  }

  private static Stream<AggregateVersion> versions(Booking booking) {
    return LongStream.rangeClosed(1, booking.version())
        .mapToObj(version -> new AggregateVersion(booking.id().value(), version));
  }

  /** Rejected as unknown for an instant at which there was no such booking yet. */
  Mono<LoggedEvent> asOf(BookingAsOf query) {
    return bookings
        .apply(query.actor(), query.booking())
        .flatMap(
            booking -> log.asOf(booking.id().value(), query.at().truncatedTo(ChronoUnit.MICROS)))
        .switchIfEmpty(Mono.error(() -> new RejectedException(new NotFound())));
  }
}
