package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.port.AuditTrail.Filter;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** The whole trail, newest first, answered as a stream. */
public record StreamAudit(Actor actor, Filter filter) implements Query<AuditEntry> {
  @Override
  public Permission permission() {
    return Permission.AUDIT_READ;
  }
}
