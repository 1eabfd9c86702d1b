package dev.holdfast.user.port;

import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordHash;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Passwords for tests: hashed in no time, and counted. */
public final class ReadablePasswords implements Passwords {
  private static final String OLD = "old hash of ";

  private final AtomicInteger hashed = new AtomicInteger();

  @Override
  public Mono<PasswordHash> hash(Password password) {
    return Mono.fromSupplier(
        () -> {
          hashed.incrementAndGet();
          return new PasswordHash("hash of " + password.text());
        });
  }

  @Override
  public Mono<Boolean> matches(Password attempt, @Nullable PasswordHash kept) {
    return hash(attempt).map(hash -> hash.equals(kept) || outdated(attempt).equals(kept));
  }

  /** How often the work of one hash was done. */
  public int hashed() {
    return hashed.get();
  }

  @Override
  public boolean isOutdated(PasswordHash kept) {
    return kept.encoded().startsWith(OLD);
  }

  /** A hash of this password as it was made long ago. */
  public static PasswordHash outdated(Password password) {
    return new PasswordHash(OLD + password.text());
  }
}
