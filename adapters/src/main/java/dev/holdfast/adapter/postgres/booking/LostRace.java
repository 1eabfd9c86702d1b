package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.shared.RejectedException;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Another booking took a chosen unit in the meantime; what this transaction wrote is undone. */
final class LostRace extends RuntimeException {
  /** With this many losses in a row, units come and go too fast to promise anything. */
  private static final int ATTEMPTS = 20;

  LostRace() {
    super("another booking took the unit", null, false, false);
  }

  /**
   * Tries until the race is won, or there is nothing to be had; each time in a new transaction.
   *
   * @param attempt told whether to spread: to choose among the free units at random, so that the
   *     losers of one race do not all meet again at the next unit
   */
  static <T> Mono<T> untilWon(List<Claim> claims, Function<Boolean, Mono<T>> attempt) {
    return attempt
        .apply(false)
        .onErrorResume(
            LostRace.class,
            _ ->
                Mono.defer(() -> attempt.apply(true))
                    .retryWhen(
                        Retry.max(ATTEMPTS)
                            .filter(LostRace.class::isInstance)
                            .onRetryExhaustedThrow((_, retries) -> retries.failure()))
                    .onErrorMap(LostRace.class, _ -> new RejectedException(allTaken(claims))));
  }

  private static SlotTaken allTaken(List<Claim> claims) {
    return new SlotTaken(
        claims.stream()
            .map(claim -> new Conflict(claim.item(), claim.resource(), claim.range()))
            .toList(),
        List.of());
  }
}
