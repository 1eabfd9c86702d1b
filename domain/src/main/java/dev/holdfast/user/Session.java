package dev.holdfast.user;

import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;

/**
 * One sign-in. Its refresh tokens follow each other, and each works once.
 *
 * @param expiresAt the end, which no refresh moves
 */
public record Session(SessionId id, UserId user, Instant createdAt, Instant expiresAt) {
  /** How long a sign-in lasts at most. */
  public static final Duration LIFE = Duration.ofDays(30);

  /** A session that begins now. */
  public static Session open(UserId user, Instant now) {
    return new Session(SessionId.next(), user, now, now.plus(LIFE));
  }

  /** Whether the session is over at this instant; it is live strictly before its end. */
  public boolean hasExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
