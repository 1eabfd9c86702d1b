package dev.holdfast.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's messages are signed with.
 *
 * @param previous what was signed with before, and still is, beside the current one
 * @param previousUntil the first instant at which it is not; given with {@code previous}
 */
public record EndpointSecrets(
    SealedSecret current, @Nullable SealedSecret previous, @Nullable Instant previousUntil) {
  /** Nothing but a new secret. */
  public static EndpointSecrets fresh(SealedSecret secret) {
    return new EndpointSecrets(secret, null, null);
  }

  /** The previous secret, for as long as it signs. */
  public @Nullable SealedSecret previousAt(Instant now) {
    return previousUntil != null && now.isBefore(previousUntil) ? previous : null;
  }
}
