package dev.holdfast.user.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import dev.holdfast.user.KnownSession;

/** All of the actor's sessions that are still kept, newest first, answered as a stream. */
public record StreamOwnSessions(Actor actor) implements Query<KnownSession> {
  @Override
  public Permission permission() {
    return Permission.PROFILE_READ;
  }
}
