package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.RejectedException;
import java.time.InstantSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends holds that have run out. Nobody waits for it: whoever wants the units of a lapsed hold
 * expires it on the way. Several nodes may sweep at once; what one has changed the others leave.
 */
public final class HoldSweeper {
  private static final int BATCH = 100;
  private static final int AT_ONCE = 4;

  private final Bookings bookings;
  private final BookingCache cache;
  private final InstantSource clock;

  public HoldSweeper(Bookings bookings, BookingCache cache, InstantSource clock) {
    this.bookings = bookings;
    this.cache = cache;
    this.clock = clock;
  }

  /** One pass over the oldest lapsed holds; emits those that this call has ended. */
  public Flux<Booking> sweep() {
    return bookings
        .lapsedHolds(BATCH)
        .flatMapIterable(holds -> holds)
        .flatMap(this::expire, AT_ONCE)
        .delayUntil(expired -> cache.put(BookingFacts.of(expired)));
  }

  private Mono<Booking> expire(Booking hold) {
    return hold.expire(clock.instant()) instanceof Accepted(var _, var events) && !events.isEmpty()
        ? bookings
            .save(events.getFirst(), Actor.system("hold-expiry"))
            .onErrorComplete(RejectedException.class) // changed meanwhile: no longer ours to end
        : Mono.empty();
  }
}
