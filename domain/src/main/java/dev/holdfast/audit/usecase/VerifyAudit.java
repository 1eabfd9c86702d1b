package dev.holdfast.audit.usecase;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the trail is as it was written.
 *
 * @param from not before this instant; absent for the whole trail up to {@code to}
 * @param to before this instant; absent for the whole trail from {@code from} on
 */
public record VerifyAudit(Actor actor, @Nullable Instant from, @Nullable Instant to)
    implements Query<VerifyAudit.Verdict> {
  @Override
  public Permission permission() {
    return Permission.AUDIT_READ;
  }

  /**
   * What was found.
   *
   * @param checked how many entries were found right
   * @param firstBroken absent when all are
   */
  public record Verdict(long checked, @Nullable Broken firstBroken) {}

  /**
   * The first entry that is not as it was written.
   *
   * @param sequence where it stands, or should
   * @param id absent when it is missing
   */
  public record Broken(long sequence, @Nullable String id, Reason reason) {}

  /** What is wrong with an entry. */
  public enum Reason {
    /** There is none in its place. */
    MISSING,
    /** Its fields do not have its hash. */
    CHANGED,
    /** It does not follow on the entry before it. */
    UNCHAINED,
    /** It is not the one that stood there when it was the last one. */
    REPLACED
  }
}
