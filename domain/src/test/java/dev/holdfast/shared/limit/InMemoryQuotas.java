package dev.holdfast.shared.limit;

import dev.holdfast.shared.OutageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Quotas in memory, for tests. They can be away. */
public final class InMemoryQuotas implements SharedQuotas {
  private final InstantSource clock;
  private final Map<Key, Window> windows = new HashMap<>();
  private boolean isAway;
  private long questions;

  public InMemoryQuotas(InstantSource clock) {
    this.clock = clock;
  }

  private record Key(RateLimit limit, String caller) {}

  private record Window(Instant ends, long left) {}

  /** From now on they cannot be reached, or can again. */
  public synchronized void away(boolean are) {
    isAway = are;
  }

  /** How often they have been asked. */
  public synchronized long questions() {
    return questions;
  }

  @Override
  public Mono<Portion> take(RateLimit limit, String key, long atMost) {
    return Mono.fromSupplier(() -> taken(new Key(limit, key), atMost));
  }

  private synchronized Portion taken(Key key, long atMost) {
    questions++;
    if (isAway) {
      throw new OutageException("quotas", new IOException("away"));
    }
    var now = clock.instant();
    var window = windows.get(key);
    var limit = key.limit;
    if (window == null || !now.isBefore(window.ends)) {
      var begins =
          window == null
              ? now
              : now.minusNanos(
                  Duration.between(window.ends, now).toNanos() % limit.window().toNanos());
      window = new Window(begins.plus(limit.window()), limit.quota());
    }
    var taken = Math.min(atMost, window.left);
    windows.put(key, new Window(window.ends, window.left - taken));
    return new Portion(taken, window.left - taken, Duration.between(now, window.ends));
  }
}
