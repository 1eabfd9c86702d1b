package dev.holdfast.booking.usecase;

import static dev.holdfast.booking.port.BookingCacheContract.aNewBooking;
import static dev.holdfast.booking.port.BookingCacheContract.at;
import static dev.holdfast.booking.port.BookingCacheContract.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.port.InMemoryBookingCache;
import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class OutdateBookingsTest {
  private final InMemoryBookingCache cache = new InMemoryBookingCache();
  private final OutdateBookings outdate = new OutdateBookings(cache);
  private final BookingFacts booking = at(aNewBooking(), 1);

  private LoggedEvent changedTo(long version) {
    return FeedFixtures.anEvent(new Position(7, version), booking.id(), version);
  }

  private long answered(long loaded) {
    return Objects.requireNonNull(cache.get(idOf(booking), Mono.just(at(booking, loaded))).block())
        .version();
  }

  @Test
  void aChangeThatIsHeardOfOutdatesWhatIsKept() {
    cache.put(booking).block();
    outdate.accept(changedTo(2));
    assertThat(answered(2)).isEqualTo(2);
  }

  @Test
  void ofManyChangesTheNewestCountsWhateverTheirOrder() {
    cache.put(booking).block();
    outdate.handle(List.of(changedTo(3), changedTo(2))).block();
    cache.put(at(booking, 2)).block();
    assertThat(answered(3)).isEqualTo(3);
  }

  @Test
  void whatHasJustBeenMadeOutdatesNothing() {
    outdate.accept(changedTo(1));
    cache.put(booking).block();
    assertThat(answered(99)).isEqualTo(1);
  }
}
