package dev.holdfast.user.port;

import dev.holdfast.user.Password;
import dev.holdfast.user.PasswordHash;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Hashes passwords, slowly on purpose. Only so many are hashed at once; beyond, both are rejected
 * as {@link dev.holdfast.user.UserRejection.SignInsBusy} before any work.
 */
public interface Passwords {
  /** What may be kept of the password; different each time. */
  Mono<PasswordHash> hash(Password password);

  /**
   * Whether this is the password.
   *
   * @param kept absent when there is nobody to compare with: false, after as much work as ever
   */
  Mono<Boolean> matches(Password attempt, @Nullable PasswordHash kept);

  /** Whether a hash made today would be harder to try; costs nothing. */
  boolean isOutdated(PasswordHash kept);
}
