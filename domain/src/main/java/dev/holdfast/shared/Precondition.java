package dev.holdfast.shared;

import dev.holdfast.shared.AccessRejection.PreconditionRequired;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import java.util.Optional;

/** What a client says it has seen of a thing before it asks for a change (RFC 9110 §13.1.1). */
public sealed interface Precondition {
  /** Nothing was said; a change needs more. */
  record Absent() implements Precondition {}

  /** Whatever is there, as long as it exists. */
  record Any() implements Precondition {}

  /** Exactly this version. */
  record Version(long version) implements Precondition {}

  /** A tag that no version of ours can have: weak, or not a number. */
  record Unmatchable() implements Precondition {}

  /** Whether something was said at all: asked before anything else about the change. */
  default Optional<Rejection> missing() {
    return this instanceof Absent ? Optional.of(new PreconditionRequired()) : Optional.empty();
  }

  /** Why a change of a thing at this version is refused, if it is. */
  default Optional<Rejection> refuse(long current) {
    return switch (this) {
      case Absent _ -> Optional.of(new PreconditionRequired());
      case Any _ -> Optional.empty();
      case Version(var version) when version == current -> Optional.empty();
      case Version _, Unmatchable _ -> Optional.of(new VersionMismatch(current));
    };
  }
}
