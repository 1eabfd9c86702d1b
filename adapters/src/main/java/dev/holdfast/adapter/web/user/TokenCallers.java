package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.shared.Actor;
import dev.holdfast.user.port.AccessTokens;
import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Knows callers by our own access tokens, and asks nobody: a token is good for its few minutes,
 * whatever has happened to its session.
 */
public final class TokenCallers implements Callers {
  private final AccessTokens tokens;

  public TokenCallers(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Mono<Actor> authenticate(String token, Actor.Origin origin) {
    return judged(tokens.verify(token), origin);
  }

  static Mono<Actor> judged(Verdict verdict, Actor.Origin origin) {
    return switch (verdict) {
      case Verdict.Good(var claims, var until) -> Mono.just(actor(claims, origin, until));
      case Verdict.Expired _ -> Mono.error(Callers.tokenExpired());
      case Verdict.Bad _ -> Mono.error(Callers.invalidToken());
    };
  }

  @Override
  public Optional<Actor> remembered(String token, Actor.Origin origin) {
    return tokens.remembered(token).map(claims -> actor(claims, origin, null));
  }

  static Actor actor(Claims claims, Actor.Origin origin, @Nullable Instant until) {
    return new Actor(claims.user(), claims.role(), claims.session().value(), origin, until);
  }
}
