package dev.holdfast.shared.limit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Counts requests against limits. It answers always: what it cannot know it decides strictly. */
public interface RateLimits {
  /**
   * Counts a request of this caller, if it may be made.
   *
   * @param key who is counted, the same for every node; never anything personal but an address
   * @return never empty and never an error
   */
  Mono<Standing> take(RateLimit limit, String key);

  /**
   * The same where it can be said without waiting.
   *
   * @return absent when one would have to wait, or the request may not be made; it has not been
   *     counted then
   */
  @Nullable Standing takeAtOnce(RateLimit limit, String key);
}
