package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.shared.Actor;
import dev.holdfast.user.port.OutsideTokens;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Knows callers by the access tokens of an issuer outside, and by no others. */
public final class OutsideCallers implements Callers {
  private final OutsideTokens tokens;

  public OutsideCallers(OutsideTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Mono<Actor> authenticate(String token, Actor.Origin origin) {
    return tokens.verify(token).flatMap(verdict -> TokenCallers.judged(verdict, origin));
  }

  @Override
  public Optional<Actor> remembered(String token, Actor.Origin origin) {
    return tokens.remembered(token).map(claims -> TokenCallers.actor(claims, origin, null));
  }
}
