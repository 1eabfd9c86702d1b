package dev.holdfast.user.port;

import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Access tokens that somebody else issues, for people who have an account here. */
public interface OutsideTokens {
  /**
   * What to make of a token someone sent.
   *
   * @return never empty; fails with {@link dev.holdfast.shared.OutageException} when it cannot be
   *     told, as the issuer's keys are not to be had
   */
  Mono<Verdict> verify(String token);

  /**
   * What a token states, where it has been found good before and still is; costs next to nothing.
   */
  Optional<Claims> remembered(String token);
}
