package dev.holdfast.shared;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as far as the edge has made sure of it.
 *
 * @param userId absent for the anonymous and for the system itself
 * @param sessionId the session the access token belongs to
 * @param origin where the request came from; kept with the events it causes
 * @param knownUntil when what the edge has made sure of ends; absent when it does not by itself
 */
public record Actor(
    @Nullable UserId userId,
    Role role,
    @Nullable UUID sessionId,
    Origin origin,
    @Nullable Instant knownUntil) {

  /** An actor whom the edge knows for as long as the request takes. */
  public Actor(@Nullable UserId userId, Role role, @Nullable UUID sessionId, Origin origin) {
    this(userId, role, sessionId, origin, null);
  }

  /**
   * Where a request came from.
   *
   * @param requestId the correlation id, made at the edge or taken from {@code X-Request-Id}
   * @param ip the peer's address, from the socket or a trusted proxy
   */
  public record Origin(String requestId, @Nullable String ip, @Nullable String userAgent) {}

  /** Someone who has not signed in. */
  public static Actor anonymous(Origin origin) {
    return new Actor(null, Role.ANONYMOUS, null, origin);
  }

  /** The server itself, named by the task it does. */
  public static Actor system(String task) {
    return new Actor(null, Role.SYSTEM, null, new Origin(task, null, null));
  }

  /** The same person with nobody's rights but their own. */
  public Actor asThemselves() {
    return new Actor(userId, Role.USER, sessionId, origin, knownUntil);
  }

  public boolean may(Permission permission) {
    return role.may(permission);
  }

  /** Whether this is the very user. */
  public boolean is(UserId user) {
    return user.equals(userId);
  }

  /** Whether the actor stands above venues and owners. */
  public boolean isAdmin() {
    return role == Role.ADMIN || role == Role.SYSTEM;
  }

  /** The user's id; only where the bus has let a signed-in user through. */
  public UserId requireUserId() {
    if (userId == null) {
      throw new IllegalStateException("the actor has not signed in");
    }
    return userId;
  }
}
