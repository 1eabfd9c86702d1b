package dev.holdfast.booking.port;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import reactor.core.publisher.Mono;

/**
 * Bookings kept close for reading, never older than the newest version this node has heard of. It
 * may forget anything at any time, and without its backend it asks the loader each time.
 */
public interface BookingCache {
  /**
   * The booking from the cache, else from the loader, which is then remembered; empty when the
   * loader is. Several who ask for one booking at once share one load.
   */
  Mono<BookingFacts> get(BookingId id, Mono<BookingFacts> loader);

  /** Remembers the booking unless something newer is known. Completes at once; never fails. */
  void put(BookingFacts booking);

  /** Forgets every version before this one. Completes at once; never fails. */
  void outdated(BookingId id, long version);
}
