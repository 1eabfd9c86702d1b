package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.UserRejection.TokenReuse;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Sessions in memory, for tests. */
public final class InMemorySessions implements Sessions {
  private final Map<RefreshToken.Hash, Session> tokens = new HashMap<>();
  private final Set<RefreshToken.Hash> used = new HashSet<>();
  private final Set<SessionId> revoked = new HashSet<>();

  @Override
  public Mono<Void> open(Session session, RefreshToken.Hash first, Actor actor) {
    return Mono.fromRunnable(() -> keep(session, first));
  }

  private synchronized void keep(Session session, RefreshToken.Hash token) {
    tokens.put(token, session);
  }

  @Override
  public Mono<Session> rotate(
      RefreshToken.Hash token, RefreshToken.Hash next, Instant now, Actor actor) {
    return Mono.fromSupplier(() -> rotated(token, next, now));
  }

  private synchronized Session rotated(
      RefreshToken.Hash token, RefreshToken.Hash next, Instant now) {
    var session = tokens.get(token);
    if (session == null) {
      throw new RejectedException(new InvalidToken());
    }
    if (!used.add(token)) {
      revoked.add(session.id());
      throw new RejectedException(new TokenReuse());
    }
    if (revoked.contains(session.id()) || session.hasExpired(now)) {
      throw new RejectedException(new InvalidToken());
    }
    tokens.put(next, session);
    return session;
  }

  @Override
  public Mono<Void> revoke(RefreshToken.Hash token, Instant now, Actor actor) {
    return Mono.fromRunnable(() -> end(token));
  }

  private synchronized void end(RefreshToken.Hash token) {
    var session = tokens.get(token);
    if (session != null) {
      revoked.add(session.id());
    }
  }
}
