package dev.holdfast.shared.bus;

import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import reactor.util.retry.Retry;

/**
 * A change that found another change had come first. Whoever named the version they had seen is
 * told; for everyone else the thing is read again and the change is made to what it is by then.
 */
public final class LostRace {
  private static final int RETRIES_MAX = 5;

  private LostRace() {}

  /** Reads again and changes again, a few times, whatever anyone has seen. */
  public static Retry retry() {
    return retry(RETRIES_MAX);
  }

  /** As {@link #retry()}, unless the change is to be made to one version and no other. */
  public static Retry retryUnlessSeen(Precondition precondition) {
    return retry(
        switch (precondition) {
          case Precondition.Any _, Precondition.Absent _ -> RETRIES_MAX;
          case Precondition.Version _, Precondition.Unmatchable _ -> 0;
        });
  }

  private static Retry retry(int times) {
    return Retry.max(times)
        .filter(LostRace::isLost)
        .onRetryExhaustedThrow((_, last) -> last.failure());
  }

  private static boolean isLost(Throwable failure) {
    return failure instanceof RejectedException refused
        && refused.rejection() instanceof VersionMismatch;
  }
}
