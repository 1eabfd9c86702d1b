package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** What the trail tells of the actor's own doings, newest first, answered as a stream. */
public record StreamOwnActivity(Actor actor) implements Query<AuditEntry> {
  @Override
  public Permission permission() {
    return Permission.PROFILE_READ;
  }
}
