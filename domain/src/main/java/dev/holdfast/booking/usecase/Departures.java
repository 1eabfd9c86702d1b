package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.Status;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import java.time.InstantSource;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Gives back what somebody who leaves has booked and not begun. */
public final class Departures {
  private static final Set<Status> NOT_BEGUN = Set.of(Status.PENDING, Status.CONFIRMED);

  private final Bookings bookings;
  private final CommandBus commands;
  private final InstantSource clock;

  public Departures(Bookings bookings, CommandBus commands, InstantSource clock) {
    this.bookings = bookings;
    this.commands = commands;
    this.clock = clock;
  }

  /**
   * Cancels all of the person's bookings that are still to come, one after the other, as they would
   * themselves. One that is over by the time its turn comes stays as it is.
   */
  public Mono<Void> cancelAllToCome(Actor person) {
    return Mono.defer(
        () -> {
          var now = clock.instant();
          var mine = new Bookings.Filter(person.requireUserId(), NOT_BEGUN, null, null, now, null);
          return bookings
              .all(mine)
              .filter(booking -> person.is(booking.user()) && booking.start().isAfter(now))
              .concatMap(booking -> cancel(booking, person), 1)
              .then();
        });
  }

  private Mono<Void> cancel(Booking booking, Actor person) {
    return commands
        .send(new CancelBooking(person, booking.id(), new Precondition.Any(), null))
        .onErrorComplete(RejectedException.class)
        .then();
  }
}
