package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.bus.QueryBus;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows bookings to those who may see them, one or many. */
public final class BookingDesk {
  private final Bookings bookings;
  private final BookingAccess access;
  private final BookingTexts texts;

  public BookingDesk(Bookings bookings, BookingAccess access, BookingTexts texts) {
    this.bookings = bookings;
    this.access = access;
    this.texts = texts;
  }

  /** Takes what this use case answers from the bus. */
  public void bind(QueryBus queries) {
    queries.handle(GetBooking.class, this::get);
    queries.handle(ListBookings.class, this::list);
    queries.handleStream(StreamBookings.class, this::stream);
  }

  Mono<BookingView> get(GetBooking query) {
    return access.cached(query.booking(), query.actor()).flatMap(texts::open);
  }

  /**
   * The short way of the most frequent question: the booking, where it can be shown at once. It is
   * the actor's own, this process keeps it, and nothing on it is sealed.
   *
   * @return empty says only that the bus is to be asked
   */
  public Optional<BookingView> atHand(GetBooking query) {
    return query.actor().may(query.permission())
        ? access
            .ownHere(query.booking(), query.actor())
            .filter(facts -> facts.note() == null && facts.cancelReason() == null)
            .map(facts -> new BookingView(facts, null, null))
        : Optional.empty();
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
}
