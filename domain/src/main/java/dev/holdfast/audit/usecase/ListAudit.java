package dev.holdfast.audit.usecase;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.port.AuditTrail.Filter;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;

/** A piece of the trail, newest first. */
public record ListAudit(Actor actor, Filter filter, Page.Request page)
    implements Query<Page<AuditEntry>> {
  @Override
  public Permission permission() {
    return Permission.AUDIT_READ;
  }
}
