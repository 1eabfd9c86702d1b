package dev.holdfast.adapter.redis;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.shared.Flights;
import dev.holdfast.shared.OutageException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bookings in this process first, then in Redis, then from the loader. Without Redis everything
 * goes on with this process's share alone; what that costs is one command's patience, and then
 * nothing until the breaker tries again.
 */
public final class RedisBookingCache implements BookingCache {
  /**
   * @param near how long a booking is kept in this process
   * @param far how long it is kept in Redis
   * @param nearItemsMax how many booking items are kept in this process
   */
  public record Settings(Duration near, Duration far, long nearItemsMax) {
    public static final Settings DEFAULT =
        new Settings(Duration.ofSeconds(10), Duration.ofMinutes(5), 100_000);
  }

  private final NearBookings near;
  private final FarBookings far;
  private final Flights<UUID, BookingFacts> flights = new Flights<>();

  public RedisBookingCache(RedisConnection redis, JsonMapper json, Settings settings) {
    near = new NearBookings(settings.near(), settings.nearItemsMax());
    far = new FarBookings(redis, json, settings.far());
  }

  @Override
  public Mono<BookingFacts> get(BookingId id, Mono<BookingFacts> loader) {
    return Mono.defer(
        () -> {
          var found = near.find(id.value());
          return found != null
              ? Mono.just(found)
              : flights.join(id.value(), () -> fetch(id.value(), loader));
        });
  }

  @Override
  public Optional<BookingFacts> here(BookingId id) {
    return Optional.ofNullable(near.find(id.value()));
  }

  private Mono<BookingFacts> fetch(UUID id, Mono<BookingFacts> loader) {
    return far.find(id)
        .onErrorComplete(OutageException.class)
        .filter(facts -> facts.version() >= near.versionMin(id))
        .switchIfEmpty(Mono.defer(() -> load(loader)))
        .flatMap(facts -> newest(facts, loader));
  }

  private Mono<BookingFacts> load(Mono<BookingFacts> loader) {
    return loader.flatMap(
        facts -> far.put(facts).onErrorComplete(OutageException.class).thenReturn(facts));
  }

  // Something newer was announced while this was being read: now it can be read.
  private Mono<BookingFacts> newest(BookingFacts read, Mono<BookingFacts> loader) {
    var known = near.put(read).facts();
    return known != null ? Mono.just(known) : load(loader).doOnNext(near::put);
  }

  @Override
  public Mono<Void> put(BookingFacts facts) {
    return Mono.defer(
        () -> {
          near.put(facts);
          return far.put(facts).onErrorComplete(OutageException.class);
        });
  }

  @Override
  public void outdatedHere(BookingId id, long version) {
    near.announce(id.value(), version);
  }

  @Override
  public Mono<Void> outdatedEverywhere(BookingId id, long version) {
    return far.announce(id.value(), version);
  }
}
