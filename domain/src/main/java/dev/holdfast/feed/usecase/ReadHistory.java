package dev.holdfast.feed.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import java.util.List;

/** Everything that has happened to a booking, the oldest first: one event per version. */
public record ReadHistory(Actor actor, BookingId booking) implements Query<List<LoggedEvent>> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
