package dev.holdfast.adapter.web.booking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.adapter.web.ShortWay.Answer;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.usecase.BookingDesk;
import dev.holdfast.booking.usecase.GetBooking;
import dev.holdfast.shared.Actor;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Bookings as they go over the wire, written once for as long as this process keeps them: whether
 * it still does, and for whom, is asked each time.
 */
public final class BookingsAtHand implements BiFunction<UUID, Actor, Optional<Answer>> {
  private static final int KEPT_MAX = 20_000;

  private final BookingDesk desk;

  /** By the very object that the cache of bookings holds: a changed booking is another one. */
  private final Cache<BookingFacts, Answer> written =
      Caffeine.newBuilder().weakKeys().maximumSize(KEPT_MAX).executor(Runnable::run).build();

  public BookingsAtHand(BookingDesk desk) {
    this.desk = desk;
  }

  @Override
  public Optional<Answer> apply(UUID id, Actor actor) {
    return desk.atHand(new GetBooking(actor, new BookingId(id))).map(this::answer);
  }

  private Answer answer(BookingView view) {
    return written.get(view.facts(), _ -> new Answer(BookingJson.of(view), view.facts().version()));
  }
}
