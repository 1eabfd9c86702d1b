package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What people do with bookings that exist: read, list, confirm, cancel. */
public final class BookingDesk {
  /** How often a change is decided anew because another one came in between. */
  private static final int RETRIES = 3;

  private final Bookings bookings;
  private final BookingCache cache;
  private final BookingAccess access;
  private final BookingTexts texts;
  private final InstantSource clock;

  public BookingDesk(
      Bookings bookings,
      BookingCache cache,
      BookingAccess access,
      BookingTexts texts,
      InstantSource clock) {
    this.bookings = bookings;
    this.cache = cache;
    this.access = access;
    this.texts = texts;
    this.clock = clock;
  }

  /** Takes what this use case answers from the buses. */
  public void bind(CommandBus commands, QueryBus queries) {
    queries.handle(GetBooking.class, this::get);
    queries.handle(ListBookings.class, this::list);
    queries.handleStream(StreamBookings.class, this::stream);
    commands.handle(ConfirmBooking.class, this::confirm);
    commands.handle(CancelBooking.class, this::cancel);
  }

  Mono<BookingView> get(GetBooking query) {
    return access.cached(query.booking(), query.actor()).flatMap(texts::open);
  }

  Mono<Page<BookingView>> list(ListBookings query) {
    return bookings
        .list(visible(query.filter(), query.actor()), query.page())
        .flatMap(
            page ->
                Flux.fromIterable(page.items())
                    .concatMap(booking -> texts.open(BookingFacts.of(booking)))
                    .collectList()
                    .map(views -> new Page<>(views, page.after())));
  }

  Flux<BookingView> stream(StreamBookings query) {
    return bookings
        .all(visible(query.filter(), query.actor()))
        .concatMap(booking -> texts.open(BookingFacts.of(booking)), 1);
  }

  private static Bookings.Filter visible(Bookings.Filter filter, Actor actor) {
    return new Bookings.Filter(
        actor.isAdmin() ? null : actor.requireUserId(),
        filter.statuses(),
        filter.resourceId(),
        filter.venueId(),
        filter.from(),
        filter.to());
  }

  Mono<BookingView> confirm(ConfirmBooking command) {
    return change(
        command.booking(),
        command.actor(),
        command.ifMatch(),
        booking -> Mono.just(booking.confirm(clock.instant())));
  }

  Mono<BookingView> cancel(CancelBooking command) {
    return change(
        command.booking(),
        command.actor(),
        command.ifMatch(),
        booking ->
            texts
                .sealReason(booking, command.reason())
                .map(
                    reason ->
                        booking.cancel(
                            side(command.actor(), booking), reason.orElse(null), clock.instant())));
  }

  private static CancelledBy side(Actor actor, Booking booking) {
    return actor.is(booking.user()) ? CancelledBy.CUSTOMER : CancelledBy.VENUE;
  }

  private Mono<BookingView> change(
      BookingId id,
      Actor actor,
      Precondition seen,
      Function<Booking, Mono<Outcome<Booking, BookingEvent>>> decision) {
    return access
        .current(id, actor)
        .flatMap(booking -> change(booking, actor, seen, decision))
        .retryWhen(
            Retry.max(RETRIES)
                .filter(Overtaken.class::isInstance)
                .onRetryExhaustedThrow((_, retries) -> retries.failure()))
        .onErrorMap(Overtaken.class, overtaken -> overtaken.rejected)
        .flatMap(booking -> texts.open(BookingFacts.of(booking)));
  }

  private Mono<Booking> change(
      Booking booking,
      Actor actor,
      Precondition seen,
      Function<Booking, Mono<Outcome<Booking, BookingEvent>>> decision) {
    return seen.missing()
        .<Mono<Booking>>map(reason -> Mono.error(new RejectedException(reason)))
        .orElseGet(
            () ->
                decision
                    .apply(booking)
                    .flatMap(outcome -> keep(outcome, seen.refuse(booking.version()), actor)));
  }

  /** What has happened already is fine whatever was seen; else what was seen must be current. */
  private Mono<Booking> keep(
      Outcome<Booking, BookingEvent> outcome, Optional<Rejection> stale, Actor actor) {
    if (outcome instanceof Accepted(var booking, var events) && events.isEmpty()) {
      return Mono.just(booking);
    }
    if (stale.isPresent()) {
      return Mono.error(new RejectedException(stale.get()));
    }
    return switch (outcome) {
      case Accepted(var _, var events) ->
          bookings
              .save(events.getFirst(), actor)
              .delayUntil(saved -> cache.put(BookingFacts.of(saved)))
              .onErrorMap(BookingDesk::isOvertaken, Overtaken::new);
      case Rejected(var reason) -> Mono.error(new RejectedException(reason));
    };
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
