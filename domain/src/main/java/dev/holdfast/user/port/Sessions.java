package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.KnownSession;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All sessions, kept durably, with the hashes of their refresh tokens. Nothing happens before
 * subscription; what is ended here is ended on every node. That a session begins or ends is an
 * event in the log, kept together with it; where it was done from is the actor's, by whom is the
 * session's.
 */
public interface Sessions {
  /** How many sessions are forgotten in one go, so that it is soon done. */
  int PURGED_AT_ONCE = 1_000;

  /** Keeps a new session and its first refresh token, or neither. */
  Mono<Void> open(Session session, RefreshToken.Hash first, Actor actor);

  /**
   * Trades a token for the next. Of many who do so at once with one token exactly one succeeds, and
   * the session is over for all of them.
   *
   * @return the session; rejected as {@link dev.holdfast.user.UserRejection.TokenReuse} when the
   *     token has been used, after ending its session, and as {@link
   *     dev.holdfast.user.UserRejection.InvalidToken} when it is unknown or its session is over
   */
  Mono<Session> rotate(RefreshToken.Hash used, RefreshToken.Hash next, Instant now, Actor actor);

  /** Ends the session of this token, used or not; does nothing when there is none. */
  Mono<Void> revoke(RefreshToken.Hash token, Instant now, Actor actor);

  /**
   * Forgets sessions that ended before this instant, with all their tokens; at most {@link
   * #PURGED_AT_ONCE} of them.
   *
   * @return how many
   */
  Mono<Long> purge(Instant endedBefore);

  /**
   * All sessions of this user, ended ones too that are not forgotten, newest first, fetched as they
   * are asked for.
   */
  Flux<KnownSession> all(UserId user);
}
