package dev.holdfast.resource.port;

import dev.holdfast.resource.Recurrence;
import java.util.Optional;

/** Reads recurrence rules. */
public interface Recurrences {
  /** The rule (RFC 5545 §3.3.10), or empty when it is none or repeats more often than daily. */
  Optional<Recurrence> read(String rule);
}
