package dev.holdfast.adapter.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.user.User;
import dev.holdfast.user.port.AccessTokens.Claims;
import dev.holdfast.user.port.AccessTokens.Verdict;
import dev.holdfast.user.port.OutsideTokens;
import dev.holdfast.user.port.Users;
import java.time.InstantSource;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * The access tokens of an OpenID issuer outside, checked here with its public keys ({@link
 * OpenIdKeys}). The person needs an account that is open; as the issuer knows nothing of accounts,
 * that is looked up. What was found good is remembered in {@link CheckedTokens}, so that whoever
 * loses the account is refused within a minute. Without the issuer its last keys do for an hour,
 * without the database nobody new is let in: both are outages then, and never a way in.
 */
public final class OpenIdTokens implements OutsideTokens {
  private final OpenIdKeys keys;
  private final OpenIdRules rules;
  private final Users users;
  private final InstantSource clock;
  private final CheckedTokens known = new CheckedTokens();

  public OpenIdTokens(
      LoopResources loops, OpenIdSettings settings, Users users, InstantSource clock) {
    this.keys = new OpenIdKeys(new KeySetClient(loops, settings.keys()).get(), clock);
    this.rules = new OpenIdRules(settings);
    this.users = users;
    this.clock = clock;
  }

  /** Gets the issuer's keys again, if it is time to; never fails. */
  public Mono<Void> refreshKeys() {
    return keys.refresh();
  }

  @Override
  public Mono<Verdict> verify(String token) {
    return Mono.defer(
        () -> {
          var found = known.find(token, keys.usable());
          return found == null ? check(token) : Mono.just(found.at(clock.instant()));
        });
  }

  @Override
  public Optional<Claims> remembered(String token) {
    var found = known.find(token, keys.usable());
    return found != null && found.at(clock.instant()) instanceof Verdict.Good(var claims, _)
        ? Optional.of(claims)
        : Optional.empty();
  }

  private Mono<Verdict> check(String token) {
    return Mono.justOrEmpty(rules.read(token))
        .flatMap(jwt -> keys.find(jwt.getHeader()).flatMap(found -> judged(token, jwt, found)))
        .defaultIfEmpty(CheckedToken.BAD);
  }

  private Mono<Verdict> judged(String token, SignedJWT jwt, OpenIdKeys.Found found) {
    var checked = signed(jwt, found.key()).orElse(null);
    if (checked == null) {
      return Mono.empty();
    }
    var verdict = checked.at(clock.instant());
    return verdict instanceof Verdict.Good(var claims, _)
        ? users
            .find(claims.user())
            .filter(User::isActive)
            .doOnNext(_ -> known.keep(token, found.among(), checked))
            .map(_ -> verdict)
        : Mono.just(verdict);
  }

  private Optional<CheckedToken> signed(SignedJWT jwt, OpenIdKey key) {
    try {
      return jwt.verify(key.verifier()) ? rules.checked(jwt) : Optional.empty();
    } catch (JOSEException | IllegalStateException _) {
      return Optional.empty();
    }
  }
}
