package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.KnownSession;
import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.Session;
import dev.holdfast.user.SessionId;
import dev.holdfast.user.UserRejection.InvalidToken;
import dev.holdfast.user.UserRejection.TokenReuse;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sessions in memory, for tests. */
public final class InMemorySessions implements Sessions {
  private final Map<RefreshToken.Hash, Session> tokens = new HashMap<>();
  private final Set<RefreshToken.Hash> used = new HashSet<>();
  private final Map<SessionId, Instant> revoked = new HashMap<>();

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
      revoked.putIfAbsent(session.id(), now);
      throw new RejectedException(new TokenReuse());
    }
    if (revoked.containsKey(session.id()) || session.hasExpired(now)) {
      throw new RejectedException(new InvalidToken());
    }
    tokens.put(next, session);
    return session;
  }

  @Override
  public Mono<Void> revoke(RefreshToken.Hash token, Instant now, Actor actor) {
    return Mono.fromRunnable(() -> end(token, now));
  }

  private synchronized void end(RefreshToken.Hash token, Instant now) {
    var session = tokens.get(token);
    if (session != null) {
      revoked.putIfAbsent(session.id(), now);
    }
  }

  @Override
  public Mono<Long> purge(Instant endedBefore) {
    return Mono.fromSupplier(() -> forget(endedBefore));
  }

  private synchronized long forget(Instant endedBefore) {
    var gone =
        tokens.values().stream()
            .distinct()
            .filter(session -> end(session).isBefore(endedBefore))
            .limit(PURGED_AT_ONCE)
            .toList();
    tokens.values().removeAll(gone);
    return gone.size();
  }

  private Instant end(Session session) {
    var revokedAt = revoked.getOrDefault(session.id(), Instant.MAX);
    return revokedAt.isBefore(session.expiresAt()) ? revokedAt : session.expiresAt();
  }

  @Override
  public Flux<KnownSession> all(UserId user) {
    return Flux.defer(() -> Flux.fromIterable(of(user)));
  }

  private synchronized List<KnownSession> of(UserId user) {
    return tokens.values().stream()
        .filter(session -> session.user().equals(user))
        .distinct()
        .sorted(
            Comparator.comparing((Session session) -> session.id().value().toString()).reversed())
        .map(session -> new KnownSession(session, revoked.get(session.id())))
        .toList();
  }

  /** Ends all sessions of this user. */
  synchronized void endAll(UserId user, Instant now) {
    for (var session : tokens.values()) {
      if (session.user().equals(user)) {
        revoked.putIfAbsent(session.id(), now);
      }
    }
  }
}
