package dev.holdfast.booking.port;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Bookings kept close for reading, near in this process and far where all nodes look. It never goes
 * back: once a version of a booking has been put or announced, no older one is answered here, in
 * whatever order loads, writes and announcements arrive. It forgets after a while by itself.
 *
 * <p>It never fails for its own sake: where it cannot help, the loader is asked. A read that is to
 * decide a change does not come here.
 */
public interface BookingCache {
  /**
   * The booking, from the nearest place that has it. Of many who ask at once for what is nowhere
   * kept, one runs the loader and the others wait for it; it runs to its end whether or not anyone
   * still waits.
   *
   * @param loader reads the truth; empty when there is no such booking, which is not kept
   */
  Mono<BookingFacts> get(BookingId id, Mono<BookingFacts> loader);

  /** The booking if this process keeps it; does not wait, and asks nobody else. */
  Optional<BookingFacts> here(BookingId id);

  /** Keeps what has just been written: here at once, and far when the answer completes. */
  Mono<Void> put(BookingFacts facts);

  /** From now on nothing older than this version is answered here. Does not wait. */
  void outdatedHere(BookingId id, long version);

  /**
   * From now on nothing older than this version is answered from far. Unlike the rest it fails when
   * it cannot do so, for it is repeated until it has.
   *
   * @return fails with {@link dev.holdfast.shared.OutageException} when the far place is away
   */
  Mono<Void> outdatedEverywhere(BookingId id, long version);
}
