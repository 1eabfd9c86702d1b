package dev.holdfast.adapter.caffeine;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Resources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Resources in the memory of this process. All who ask while one is being read share that read; one
 * forgotten meanwhile is handed to those who were waiting and not kept. What is not there, and what
 * failed, is not remembered.
 */
public final class CachedBookables implements Bookables {
  /** How old an answer may be at the most. */
  public static final Duration AGE_MAX = Duration.ofSeconds(5);

  private static final int SIZE_MAX = 10_000;

  private final Resources resources;
  private final AsyncCache<ResourceId, Bookable> cache;

  public CachedBookables(Resources resources) {
    this(resources, Ticker.systemTicker());
  }

  CachedBookables(Resources resources, Ticker ticker) {
    this.resources = resources;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(SIZE_MAX)
            .expireAfterWrite(AGE_MAX)
            .ticker(ticker)
            .executor(Runnable::run)
            .buildAsync();
  }

  @Override
  public Mono<Bookable> find(ResourceId id) {
    return Mono.fromFuture(() -> cache.get(id, (key, _) -> resources.find(key).toFuture()), true);
  }

  @Override
  public void forget(ResourceId resource) {
    cache.asMap().remove(resource);
  }

  @Override
  public void forget(VenueId venue) {
    cache.asMap().values().removeIf(reading -> mayBeOf(venue, reading));
  }

  private static boolean mayBeOf(
      VenueId venue, CompletableFuture<? extends @Nullable Bookable> reading) {
    if (!reading.isDone() || reading.isCompletedExceptionally()) {
      return true;
    }
    var bookable = reading.getNow(null);
    return bookable == null || bookable.venue().id().equals(venue);
  }
}
