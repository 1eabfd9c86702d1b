package dev.holdfast.booking.port;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingMove;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.Status;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All bookings, kept durably. Nothing happens before subscription, and what has begun runs to its
 * end whether or not anyone still waits for it.
 */
public interface Bookings {
  /** The booking under this id, or empty when there is none. */
  Mono<Booking> find(BookingId id);

  /**
   * Finds free units for the draft and keeps the booking, its event and the answer to its key
   * together, or nothing of it. Lapsed holds in the way are expired first.
   *
   * @param key absent for a booking nobody will ask for again
   * @param answer makes the answer to be kept under the key; called inside the transaction, must
   *     not wait
   * @return what came of it, the first answer to a key that was used before whatever else there is
   *     to say; rejected as {@link dev.holdfast.booking.BookingRejection.SlotTaken} (without
   *     alternatives) when units are missing, as {@link
   *     dev.holdfast.booking.BookingRejection.RequestInProgress} when a request with the same key
   *     is under way
   */
  Mono<Placement> place(
      BookingDraft draft,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor);

  /** What a key was used for, or empty when it has not been used in the last 24 h. */
  Mono<Placement.KnownKey> answerTo(RequestKey key);

  /**
   * Replaces the booking of the version before and keeps the event with it, or neither. Its items
   * take the booking's status.
   *
   * @return the booking as kept; rejected as {@link
   *     dev.holdfast.shared.AccessRejection.VersionMismatch} when another change came first
   */
  Mono<Booking> save(BookingEvent event, Actor actor);

  /**
   * Finds free units for a booking that moves, and swaps its items for them, its event with it; or
   * changes nothing. The items it has do not stand in its way, and lapsed holds that do are expired
   * first.
   *
   * @return the booking as kept; rejected as {@link
   *     dev.holdfast.booking.BookingRejection.SlotTaken} (without alternatives) when units are
   *     missing, as {@link dev.holdfast.shared.AccessRejection.VersionMismatch} when another change
   *     came first
   */
  Mono<Booking> reschedule(BookingMove move, Actor actor);

  /**
   * As {@link #save} for many bookings, in one transaction; but what another change has overtaken,
   * or is at right now, is left alone, without waiting.
   *
   * @return the bookings that were kept
   */
  Mono<List<Booking>> saveUncontested(List<BookingEvent> events, Actor actor);

  /** A piece of the matching bookings, newest first. */
  Mono<Page<Booking>> list(Filter filter, Page.Request page);

  /** All matching bookings, newest first, fetched as they are asked for. */
  Flux<Booking> all(Filter filter);

  /** Holds that ended at or before now by the database's clock, oldest first, at most this many. */
  Mono<List<Booking>> lapsedHolds(int limit);

  /**
   * Bookings that are CONFIRMED or CHECKED_IN though their last item has ended by the database's
   * clock, at most this many.
   */
  Mono<List<Booking>> ended(int limit);

  /** Forgets keys that are older than 24 h; answers how many. */
  Mono<Long> forgetOldKeys();

  /** What became of a draft. */
  sealed interface Placement {
    /**
     * It is kept.
     *
     * @param answer what was kept with it, under its key if it has one
     */
    record Placed(Booking booking, KeptAnswer answer) implements Placement {}

    /** Its key had been used before; nothing was kept now. */
    record KnownKey(String requestHash, KeptAnswer answer) implements Placement {}
  }

  /**
   * Which bookings are wanted; what is absent does not restrict.
   *
   * @param visibleTo only bookings of this user or of venues whose staff has this user; absent for
   *     those who may see all
   * @param statuses empty: every status
   * @param from with {@code to}: what overlaps {@code [from, to)}; either may be absent
   */
  record Filter(
      @Nullable UserId visibleTo,
      Set<Status> statuses,
      @Nullable ResourceId resourceId,
      @Nullable VenueId venueId,
      @Nullable Instant from,
      @Nullable Instant to) {
    public Filter {
      statuses = Set.copyOf(statuses);
    }
  }
}
