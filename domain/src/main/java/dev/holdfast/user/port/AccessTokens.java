package dev.holdfast.user.port;

import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signed statements about who someone is, for a few minutes. Neither call waits. */
public interface AccessTokens {
  /** A new token for the session of this user. */
  Issued issue(Claims claims);

  /** What to make of a token someone sent. */
  Verdict verify(String token);

  /**
   * What a token states, where it has been found good before and still is; costs next to nothing.
   */
  Optional<Claims> remembered(String token);

  /** What a token states. */
  record Claims(UserId user, Role role, SessionId session) {}

  /** A new token. */
  record Issued(String token, Duration life) {
    /** Says nothing. */
    @Override
    public String toString() {
      return "Issued[…]";
    }
  }

  /** What a token is worth. */
  sealed interface Verdict {
    /**
     * It is one of ours, meant for us, and good now.
     *
     * @param until when it will be good no more
     */
    record Good(Claims claims, Instant until) implements Verdict {}

    /** It was good once. */
    record Expired() implements Verdict {}

    /** It is not one of ours, or not for this. */
    record Bad() implements Verdict {}
  }
}
