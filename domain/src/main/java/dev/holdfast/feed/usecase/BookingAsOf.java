package dev.holdfast.feed.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import java.time.Instant;

/** A booking as it was at an instant, told by the last event up to then. */
public record BookingAsOf(Actor actor, BookingId booking, Instant at)
    implements Query<LoggedEvent> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
