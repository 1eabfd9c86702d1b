package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.AccessRejection;
import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.AccessRejection.Hidden;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Finds bookings for those who may see them: whose they are, the managers of their venue, and
 * whoever stands above venues. To everyone else there is no such booking.
 */
public final class BookingAccess {
  private final Bookings bookings;
  private final BookingCache cache;
  private final Catalogue catalogue;

  public BookingAccess(Bookings bookings, BookingCache cache, Catalogue catalogue) {
    this.bookings = bookings;
    this.cache = cache;
    this.catalogue = catalogue;
  }

  /** The booking as it is now, from the truth: for whoever is about to change or follow it. */
  public Mono<Booking> current(BookingId id, Actor actor) {
    return bookings
        .find(id)
        .switchIfEmpty(refused(new NotFound()))
        .filterWhen(booking -> mayTouch(actor, booking.user(), booking.venue()))
        .switchIfEmpty(refused(new Hidden()));
  }

  /**
   * The booking as it is now, for whoever is about to do what only its managers may; forbidden to
   * its user.
   */
  Mono<Booking> managed(BookingId id, Actor actor) {
    return current(id, actor)
        .filterWhen(booking -> catalogue.isManagedBy(booking.venue(), actor))
        .switchIfEmpty(
            Mono.error(() -> new RejectedException(new Forbidden(Permission.BOOKING_MANAGE))));
  }

  /** The booking for reading, from the cache where it is there. */
  Mono<BookingFacts> cached(BookingId id, Actor actor) {
    return cache
        .get(id, Mono.defer(() -> bookings.find(id)).map(BookingFacts::of))
        .switchIfEmpty(refused(new NotFound()))
        .filterWhen(
            facts -> mayTouch(actor, new UserId(facts.userId()), new VenueId(facts.venueId())))
        .switchIfEmpty(refused(new Hidden()));
  }

  /** The actor's own booking if this process keeps it; does not wait. */
  Optional<BookingFacts> ownHere(BookingId id, Actor actor) {
    return cache.here(id).filter(facts -> actor.is(new UserId(facts.userId())));
  }

  private Mono<Boolean> mayTouch(Actor actor, UserId user, VenueId venue) {
    return actor.is(user) ? Mono.just(true) : catalogue.isManagedBy(venue, actor);
  }

  private static <T> Mono<T> refused(AccessRejection reason) {
    return Mono.error(() -> new RejectedException(reason));
  }
}
