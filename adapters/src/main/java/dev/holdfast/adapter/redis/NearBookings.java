package dev.holdfast.adapter.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.holdfast.booking.BookingFacts;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bookings in this process. What is known of a booking only ever gets newer; where the newest
 * version has been announced but not been seen, the announcement itself is kept, longer than any
 * read of an older version can be under way.
 */
final class NearBookings {
  private static final Duration ANNOUNCED = Duration.ofSeconds(30);

  /**
   * @param version nothing older is answered
   * @param facts the booking of that version; absent when it has only been announced
   */
  record Known(long version, @Nullable BookingFacts facts) {
    int weight() {
      return facts == null ? 1 : 1 + facts.items().size();
    }
  }

  private final Cache<UUID, Known> known;

  NearBookings(Duration ttl, long itemsMax) {
    known =
        Caffeine.newBuilder()
            .maximumWeight(itemsMax)
            .weigher((UUID _, Known it) -> it.weight())
            .expireAfter(Expiry.writing((UUID _, Known it) -> it.facts() == null ? ANNOUNCED : ttl))
            .build();
  }

  @Nullable BookingFacts find(UUID id) {
    var found = known.getIfPresent(id);
    return found == null ? null : found.facts();
  }

  /** The version that an answer must have at least. */
  long versionMin(UUID id) {
    var found = known.getIfPresent(id);
    return found == null ? 0 : found.version();
  }

  /** Takes what has been read or written, unless something newer is known; answers that. */
  Known put(BookingFacts facts) {
    var offered = new Known(facts.version(), facts);
    return Objects.requireNonNull(
        known.asMap().merge(facts.id(), offered, (old, it) -> isNews(old, it) ? it : old));
  }

  private static boolean isNews(Known old, Known offered) {
    return offered.version() > old.version()
        || (offered.version() == old.version() && old.facts() == null);
  }

  /** Takes notice that there is this version. */
  void announce(UUID id, long version) {
    var announced = new Known(version, null);
    known.asMap().merge(id, announced, (old, it) -> it.version() > old.version() ? it : old);
  }
}
