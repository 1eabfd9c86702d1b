package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The way of every change: who may is asked first, then what has been seen, then the booking; and
 * when another change comes in between, all of it once more.
 */
final class BookingChanges {
  /** How often a change is decided anew because another one came in between. */
  private static final int RETRIES = 3;

  private final Bookings bookings;
  private final BookingCache cache;
  private final BookingAccess access;
  private final BookingTexts texts;

  BookingChanges(Bookings bookings, BookingCache cache, BookingAccess access, BookingTexts texts) {
    this.bookings = bookings;
    this.cache = cache;
    this.access = access;
    this.texts = texts;
  }

  /** The booking, for whoever may do to it what needs this permission. */
  Mono<Booking> find(BookingId id, Actor actor, Permission needed) {
    return needed == Permission.BOOKING_MANAGE
        ? access.managed(id, actor)
        : access.current(id, actor);
  }

  /** Asks the booking, and keeps what it says. */
  Mono<BookingView> decide(
      BookingChange change, Function<Booking, Mono<Outcome<Booking, BookingEvent>>> decision) {
    return make(
        change,
        booking ->
            change
                .ifMatch()
                .missing()
                .<Mono<Booking>>map(reason -> Mono.error(new RejectedException(reason)))
                .orElseGet(() -> decision.apply(booking).flatMap(it -> keep(change, booking, it))));
  }

  /** Finds the booking and does the step, anew when {@link #kept} has been overtaken in it. */
  Mono<BookingView> make(BookingChange change, Function<Booking, Mono<Booking>> step) {
    return find(change.booking(), change.actor(), change.permission())
        .flatMap(step)
        .retryWhen(
            Retry.max(RETRIES)
                .filter(Overtaken.class::isInstance)
                .onRetryExhaustedThrow((_, retries) -> retries.failure()))
        .onErrorMap(Overtaken.class, overtaken -> overtaken.rejected)
        .flatMap(booking -> texts.open(BookingFacts.of(booking)));
  }

  /** What has happened already is fine whatever was seen; else what was seen must be current. */
  private Mono<Booking> keep(
      BookingChange change, Booking before, Outcome<Booking, BookingEvent> outcome) {
    if (outcome instanceof Accepted(var booking, var events) && events.isEmpty()) {
      return Mono.just(booking);
    }
    Optional<Rejection> stale = change.ifMatch().refuse(before.version());
    if (stale.isPresent()) {
      return Mono.error(new RejectedException(stale.get()));
    }
    return switch (outcome) {
      case Accepted(var _, var events) -> kept(bookings.save(events.getFirst(), change.actor()));
      case Rejected(var reason) -> Mono.error(new RejectedException(reason));
    };
  }

  /** What is being kept, told to the cache; marked when another change came first. */
  Mono<Booking> kept(Mono<Booking> keeping) {
    return keeping
        .delayUntil(saved -> cache.put(BookingFacts.of(saved)))
        .onErrorMap(BookingChanges::isOvertaken, Overtaken::new);
  }

  private static boolean isOvertaken(Throwable failure) {
    return failure instanceof RejectedException rejected
        && rejected.rejection() instanceof VersionMismatch;
  }

  /** Another change was kept between reading and writing; the decision must be made anew. */
  private static final class Overtaken extends RuntimeException {
    private final Throwable rejected;

    private Overtaken(Throwable rejected) {
      super("another change came first", rejected, false, false);
      this.rejected = rejected;
    }
  }
}
