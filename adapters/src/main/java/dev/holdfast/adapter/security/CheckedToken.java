package dev.holdfast.adapter.security;

import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * A token whose signature and claims are right, whenever it is or was good.
 *
 * @param notBefore the later of {@code iat} and {@code nbf}
 * @param keyEnds when nothing that its key has signed is accepted any more
 */
record CheckedToken(Claims claims, Instant notBefore, Instant expiresAt, Instant keyEnds) {
  /** How far clocks may be apart. */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  static final Verdict BAD = new Verdict.Bad();

  /** What it is worth at this instant. */
  Verdict at(Instant now) {
    if (notBefore.isAfter(now.plus(LEEWAY)) || !now.isBefore(keyEnds)) {
      return BAD;
    }
    var end = expiresAt.plus(LEEWAY);
    return now.isBefore(end)
        ? new Verdict.Good(claims, end.isBefore(keyEnds) ? end : keyEnds)
        : new Verdict.Expired();
  }
}
