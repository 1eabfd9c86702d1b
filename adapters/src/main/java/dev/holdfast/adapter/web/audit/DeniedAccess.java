package dev.holdfast.adapter.web.audit;

import dev.holdfast.adapter.web.AccessWatch;
import dev.holdfast.audit.AuditNote;
import dev.holdfast.audit.usecase.NoteTaker;
import dev.holdfast.shared.Actor;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Notes for the audit trail who was refused what: about the thing that stands in the path, or about
 * the caller's session where none does.
 */
public final class DeniedAccess implements AccessWatch {
  private static final Map<String, String> TYPES =
      Map.of(
          "users", "user",
          "venues", "venue",
          "resources", "resource",
          "bookings", "booking",
          "payments", "payment",
          "webhook-endpoints", "webhook_endpoint");

  private final NoteTaker notes;
  private final InstantSource clock;

  public DeniedAccess(NoteTaker notes, InstantSource clock) {
    this.notes = notes;
    this.clock = clock;
  }

  @Override
  public void denied(Actor actor, HttpMethod method, String route, Map<String, String> variables) {
    var session = actor.sessionId();
    if (session == null) {
      return;
    }
    var type = type(route);
    var id = id(variables.get("id"));
    var facts = Map.of("method", method.name(), "route", route);
    notes.take(
        type == null || id == null
            ? AuditNote.accessDenied("session", session, facts, actor, clock.instant())
            : AuditNote.accessDenied(type, id, facts, actor, clock.instant()));
  }

  private static @Nullable String type(String route) {
    var parts = route.split("/", 4);
    return parts.length > 2 ? TYPES.get(parts[2]) : null;
  }

  private static @Nullable UUID id(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
