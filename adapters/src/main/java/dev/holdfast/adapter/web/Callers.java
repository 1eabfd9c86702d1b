package dev.holdfast.adapter.web;

import dev.holdfast.shared.Actor;
import java.util.Optional;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Who stands behind a token. */
@FunctionalInterface
public interface Callers {
  /**
   * The actor this access token speaks for.
   *
   * @param token as it stood behind {@code Bearer}; nothing about it has been checked
   * @return never empty; fails with a {@link ProblemException} 401 {@code invalid-token} or {@code
   *     token-expired} (see {@link #invalidToken} and {@link #tokenExpired}) when it is not good
   */
  Mono<Actor> authenticate(String token, Actor.Origin origin);

  /** The actor, where this token has been found good before and still is; does not wait. */
  default Optional<Actor> remembered(String token, Actor.Origin origin) {
    return Optional.empty();
  }

  /** The actor of a request that came through a route of a {@link RouteTable}. */
  static Actor of(ServerRequest request) {
    return Authentication.actor(request);
  }

  /** The answer to a token that is not one of ours, or not for this. */
  static ProblemException invalidToken() {
    return Authentication.refused("invalid-token", "The access token is not valid.");
  }

  /** The answer to a token that was good once. */
  static ProblemException tokenExpired() {
    return Authentication.refused("token-expired", "The access token has expired.");
  }
}
