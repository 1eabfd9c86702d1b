package dev.holdfast.adapter.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good, remembered for {@link #MEMORY}, as checking a signature is the most
 * expensive part of a cached read. Their times are still to be judged on every use. What was found
 * with other keys than those of now counts for nothing.
 */
final class CheckedTokens {
  private static final Duration MEMORY = Duration.ofSeconds(60);
  private static final int REMEMBERED_MAX = 20_000;

  private final Cache<String, Found> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(MEMORY).build();

  private record Found(Object keys, CheckedToken token) {}

  /** What was found with these very keys, if anything was. */
  @SuppressWarnings("ReferenceEquality") // equal keys of another reading may have other times
  @Nullable CheckedToken find(String token, @Nullable Object keys) {
    var found = remembered.getIfPresent(token);
    return found != null && found.keys == keys ? found.token : null;
  }

  void keep(String token, Object keys, CheckedToken checked) {
    remembered.put(token, new Found(keys, checked));
  }
}
