package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.usecase.EventHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps what is cached of bookings behind what has happened to them: as a listener of the live feed
 * on every node for what is near, as a consumer of the log once in the cluster for what is far.
 */
public final class OutdateBookings implements EventHandler, Consumer<LoggedEvent> {
  private static final String BOOKING = "booking";
  private static final int AT_ONCE = 16;

  private final BookingCache cache;

  public OutdateBookings(BookingCache cache) {
    this.cache = cache;
  }

  @Override
  public void accept(LoggedEvent event) {
    if (isChange(event)) {
      cache.outdatedHere(new BookingId(event.aggregateId()), event.version());
    }
  }

  @Override
  public Mono<Void> handle(List<LoggedEvent> events) {
    return Flux.fromIterable(newest(events).entrySet())
        .flatMap(
            entry -> cache.outdatedEverywhere(new BookingId(entry.getKey()), entry.getValue()),
            AT_ONCE)
        .then();
  }

  // Of a booking that has just been made nothing older is kept anywhere.
  private static boolean isChange(LoggedEvent event) {
    return event.aggregateType().equals(BOOKING) && event.version() > 1;
  }

  private static Map<UUID, Long> newest(List<LoggedEvent> events) {
    var newest = new HashMap<UUID, Long>();
    for (var event : events) {
      if (isChange(event)) {
        newest.merge(event.aggregateId(), event.version(), Math::max);
      }
    }
    return newest;
  }
}
