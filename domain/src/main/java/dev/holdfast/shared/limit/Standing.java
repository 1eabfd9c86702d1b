package dev.holdfast.shared.limit;

import java.time.Duration;

/**
 * How a caller stands with a limit after having asked for one more request.
 *
 * @param isAdmitted whether it may be made; only then has it been counted
 * @param remaining how many more there are in this window, as far as is known without asking
 * @param reset how long until the next window begins; positive
 */
public record Standing(RateLimit limit, boolean isAdmitted, long remaining, Duration reset) {
  /** The same in whole seconds, at least 1: whoever waits so long does not come too early. */
  public long resetSeconds() {
    return Math.max(1, reset.getSeconds() + (reset.getNano() > 0 ? 1 : 0));
  }
}
