package dev.holdfast.audit;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something the trail must tell that changed nothing: an access that was refused, or data that were
 * handed out. It goes through the log like any event, but to nobody else.
 *
 * @param action {@code access.denied}
 * @param entityType what it is about: {@code booking}, {@code session}
 * @param facts what else is known, by name; nothing personal
 * @param actor whose doing it was
 */
public record AuditNote(
    UUID id,
    String action,
    String entityType,
    UUID entityId,
    Map<String, String> facts,
    Actor actor,
    Instant at) {
  /** Under which aggregate type the log keeps notes. */
  public static final String AGGREGATE = "note";

  /** Where a note's subject stands among its data. */
  public static final String ENTITY_TYPE = "entityType";

  public static final String ENTITY_ID = "entityId";

  public AuditNote {
    facts = Map.copyOf(facts);
  }

  /**
   * Somebody tried to sign in and was refused: a session that did not come to be.
   *
   * @param account whose account it was tried with; absent when there is none like it
   */
  public static AuditNote signInRefused(@Nullable UserId account, Actor actor, Instant at) {
    var tried = new Actor(account, actor.role(), null, actor.origin());
    var id = Ids.next();
    return new AuditNote(id, "session.refused", "session", id, Map.of(), tried, at);
  }

  /**
   * Somebody asked for what they may not have.
   *
   * @param facts how they asked for it
   */
  public static AuditNote accessDenied(
      String entityType, UUID entityId, Map<String, String> facts, Actor actor, Instant at) {
    return new AuditNote(Ids.next(), "access.denied", entityType, entityId, facts, actor, at);
  }

  /** Somebody was given all that is kept about them. */
  public static AuditNote userExported(UserId user, Actor actor, Instant at) {
    return new AuditNote(Ids.next(), "user.exported", "user", user.value(), Map.of(), actor, at);
  }

  /** What the log keeps of it. */
  public Map<String, String> data() {
    var data = new HashMap<>(facts);
    data.put(ENTITY_TYPE, entityType);
    data.put(ENTITY_ID, entityId.toString());
    return data;
  }
}
