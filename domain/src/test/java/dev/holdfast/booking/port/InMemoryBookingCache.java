package dev.holdfast.booking.port;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A cache in memory that forgets nothing; near and far are one. */
public final class InMemoryBookingCache implements BookingCache {
  private record Known(long version, @Nullable BookingFacts facts) {}

  private final Map<UUID, Known> known = new ConcurrentHashMap<>();
  private final Map<UUID, Mono<BookingFacts>> underWay = new ConcurrentHashMap<>();

  @Override
  public Mono<BookingFacts> get(BookingId id, Mono<BookingFacts> loader) {
    return Mono.defer(
        () -> {
          var found = known.get(id.value());
          return found != null && found.facts() != null
              ? Mono.just(found.facts())
              : underWay.computeIfAbsent(id.value(), key -> load(key, loader));
        });
  }

  @Override
  public Optional<BookingFacts> here(BookingId id) {
    return Optional.ofNullable(known.get(id.value())).map(Known::facts);
  }

  private Mono<BookingFacts> load(UUID id, Mono<BookingFacts> loader) {
    return loader
        .flatMap(
            loaded -> {
              var newest = keep(loaded).facts();
              return newest != null ? Mono.just(newest) : loader.doOnNext(this::keep);
            })
        .doOnTerminate(() -> underWay.remove(id))
        .cache();
  }

  private Known keep(BookingFacts facts) {
    return known.merge(
        facts.id(),
        new Known(facts.version(), facts),
        (old, it) ->
            it.version() > old.version() || (it.version() == old.version() && old.facts() == null)
                ? it
                : old);
  }

  @Override
  public Mono<Void> put(BookingFacts facts) {
    return Mono.fromRunnable(() -> keep(facts));
  }

  @Override
  public void outdatedHere(BookingId id, long version) {
    known.merge(
        id.value(), new Known(version, null), (old, it) -> it.version() > old.version() ? it : old);
  }

  @Override
  public Mono<Void> outdatedEverywhere(BookingId id, long version) {
    return Mono.fromRunnable(() -> outdatedHere(id, version));
  }
}
