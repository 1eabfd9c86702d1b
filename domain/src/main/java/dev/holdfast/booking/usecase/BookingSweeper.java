package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes down what time has done: ends holds that have run out, completes bookings that are over.
 * Nobody waits for it, as every verb of a booking reckons with the time anyway, and whoever wants
 * the units of a lapsed hold expires it on the way.
 *
 * <p>Batch after batch until nothing is left. Several nodes may sweep at once: a batch leaves alone
 * what another node is at, rather than wait for it and find its work done.
 */
public final class BookingSweeper {
  static final int BATCH = 50;

  private final Bookings bookings;
  private final BookingCache cache;
  private final InstantSource clock;

  public BookingSweeper(Bookings bookings, BookingCache cache, InstantSource clock) {
    this.bookings = bookings;
    this.cache = cache;
    this.clock = clock;
  }

  /** Ends the holds that have run out; emits those that this call has ended. */
  public Flux<Booking> expireHolds() {
    return sweep(bookings.lapsedHolds(BATCH), Booking::expire, Actor.system("hold-expiry"));
  }

  /** Completes what is over; emits those that this call has completed. */
  public Flux<Booking> completeEnded() {
    return sweep(bookings.ended(BATCH), Booking::finish, Actor.system("completion"));
  }

  private Flux<Booking> sweep(
      Mono<List<Booking>> due,
      BiFunction<Booking, Instant, Outcome<Booking, BookingEvent>> verb,
      Actor actor) {
    var batch = due.flatMap(found -> bookings.saveUncontested(events(found, verb), actor));
    return batch
        .expand(ended -> ended.size() < BATCH ? Mono.empty() : batch)
        .concatMapIterable(ended -> ended)
        .delayUntil(ended -> cache.put(BookingFacts.of(ended)));
  }

  // This node's reckoning of the time may be a little behind: what is not due by it waits a round.
  private List<BookingEvent> events(
      List<Booking> due, BiFunction<Booking, Instant, Outcome<Booking, BookingEvent>> verb) {
    var now = clock.instant();
    return due.stream()
        .map(booking -> verb.apply(booking, now))
        .flatMap(
            outcome ->
                outcome instanceof Accepted(var _, var events) ? events.stream() : Stream.of())
        .toList();
  }
}
