package dev.holdfast.feed.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.feed.BookingNews;
import dev.holdfast.feed.Position;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What happens to one booking, as it happens. The answer is a stream that has been granted: what
 * can be refused has been refused before there is one.
 *
 * @param after where to take up again; absent to begin with the booking as it is
 */
public record FollowBooking(Actor actor, BookingId booking, @Nullable Position after)
    implements Query<Flux<BookingNews>> {
  @Override
  public Permission permission() {
    return Permission.BOOKING_READ;
  }
}
