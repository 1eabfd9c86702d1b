package dev.holdfast.resource.usecase;

import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Precondition;
import dev.holdfast.shared.RejectedException;
import reactor.util.retry.Retry;

/**
 * A change that found another change had come first. Whoever named the version they had seen is
 * told; for everyone else the thing is read again and the change is made to what it is by then.
 */
final class LostRace {
  private static final int RETRIES_MAX = 5;

  private LostRace() {}

  static Retry retry() {
    return Retry.max(RETRIES_MAX)
        .filter(LostRace::isLost)
        .onRetryExhaustedThrow((_, last) -> last.failure());
  }

  static Retry retryUnlessSeen(Precondition precondition) {
    return Retry.max(precondition instanceof Precondition.Any ? RETRIES_MAX : 0)
        .filter(LostRace::isLost)
        .onRetryExhaustedThrow((_, last) -> last.failure());
  }

  private static boolean isLost(Throwable failure) {
    return failure instanceof RejectedException refused
        && refused.rejection() instanceof VersionMismatch;
  }
}
