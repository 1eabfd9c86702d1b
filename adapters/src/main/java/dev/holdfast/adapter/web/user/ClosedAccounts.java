package dev.holdfast.adapter.web.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.port.Users;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * Whose tokens are to be refused though they are good for some minutes yet: of accounts that were
 * closed or erased. It hears of them from the log, on every node a moment after they are, and a
 * node that has just started asks who was before.
 */
public final class ClosedAccounts implements Consumer<LoggedEvent> {
  /** Longer than any access token lives, with its leeway. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private static final int REMEMBERED_MAX = 100_000;

  private enum Why {
    CLOSED,
    ERASED
  }

  private final Cache<UserId, Why> accounts =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(REMEMBERED).build();

  @Override
  public void accept(LoggedEvent event) {
    switch (event.type()) {
      case "user.deactivated" -> accounts.put(new UserId(event.aggregateId()), Why.CLOSED);
      case "user.erased" -> accounts.put(new UserId(event.aggregateId()), Why.ERASED);
      case "user.reactivated" -> accounts.invalidate(new UserId(event.aggregateId()));
      default -> {
        // says nothing about who may come in
      }
    }
  }

  /** Asks who was closed or erased in the minutes before. */
  public Mono<Void> ask(Users users, InstantSource clock) {
    return Mono.defer(() -> users.closedSince(clock.instant().minus(REMEMBERED)))
        .doOnNext(
            all ->
                all.forEach(
                    each -> accounts.put(each.id(), each.isErased() ? Why.ERASED : Why.CLOSED)))
        .then();
  }

  /** Whether the person is gone; does not wait. */
  public boolean isErased(Actor actor) {
    return actor.userId() != null && accounts.getIfPresent(actor.userId()) == Why.ERASED;
  }

  private boolean isClosed(Actor actor) {
    return actor.userId() != null && accounts.getIfPresent(actor.userId()) == Why.CLOSED;
  }

  private Actor open(Actor actor) {
    if (isClosed(actor)) {
      throw Callers.invalidToken();
    }
    return actor;
  }

  /** The same callers, but for those whose account is closed: their tokens are not valid. */
  public Callers keepingOut(Callers callers) {
    return new Callers() {
      @Override
      public Mono<Actor> authenticate(String token, Actor.Origin origin) {
        return callers.authenticate(token, origin).map(ClosedAccounts.this::open);
      }

      @Override
      public Optional<Actor> remembered(String token, Actor.Origin origin) {
        return callers.remembered(token, origin).filter(actor -> !isClosed(actor));
      }
    };
  }
}
