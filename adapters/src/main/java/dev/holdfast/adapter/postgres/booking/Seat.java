package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.port.Bookings.Placement;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.RejectedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A draft of one unit on its way into a group, and what will be said to whoever waits for it: an
 * answer, or that it must be tried alone.
 */
record Seat(
    BookingDraft draft,
    @Nullable RequestKey key,
    Function<Booking, KeptAnswer> answer,
    Actor actor,
    CompletableFuture<Mono<Placement>> outcome) {

  /** Whether a draft can go with others: it stands or falls with one single row. */
  static boolean suits(BookingDraft draft) {
    return draft.claims().size() == 1 && claim(draft).units() == 1;
  }

  Claim claim() {
    return claim(draft);
  }

  private static Claim claim(BookingDraft draft) {
    return draft.claims().getFirst();
  }

  boolean waits() {
    return !outcome.isDone();
  }

  void tell(Placement placement) {
    outcome.complete(Mono.just(placement));
  }

  void tellTaken() {
    var claim = claim();
    tell(
        new RejectedException(
            new SlotTaken(
                List.of(new Conflict(claim.item(), claim.resource(), claim.range())), List.of())));
  }

  void tell(Throwable failure) {
    outcome.complete(Mono.error(failure));
  }
}
