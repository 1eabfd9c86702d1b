package dev.holdfast.adapter.web.booking;

import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.Problem.Failure;
import dev.holdfast.adapter.web.RejectionProblems;
import dev.holdfast.adapter.web.resource.BookableProblems;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingRejection;
import dev.holdfast.booking.BookingRejection.AwaitingApproval;
import dev.holdfast.booking.BookingRejection.AwaitingPayment;
import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.booking.BookingRejection.HoldExpired;
import dev.holdfast.booking.BookingRejection.HoldLimit;
import dev.holdfast.booking.BookingRejection.InvalidInterval;
import dev.holdfast.booking.BookingRejection.InvalidState;
import dev.holdfast.booking.BookingRejection.ItemRefused;
import dev.holdfast.booking.BookingRejection.ItemsRefused;
import dev.holdfast.booking.BookingRejection.KeyReused;
import dev.holdfast.booking.BookingRejection.MixedVenues;
import dev.holdfast.booking.BookingRejection.RequestInProgress;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.booking.BookingRejection.TooEarly;
import dev.holdfast.booking.BookingRejection.TotalMismatch;
import dev.holdfast.resource.BookableRejection;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** How refusals that are about bookings are answered. */
public final class BookingProblems implements RejectionProblems {
  @Override
  public Optional<Problem> of(Rejection rejection) {
    return rejection instanceof BookingRejection booking
        ? Optional.of(problem(booking))
        : Optional.empty();
  }

  private static Problem problem(BookingRejection rejection) {
    return switch (rejection) {
      case MixedVenues _ ->
          Problem.of(UNPROCESSABLE_CONTENT, "mixed-venues", "All items must belong to one venue.");
      case InvalidInterval _ ->
          Problem.of(UNPROCESSABLE_CONTENT, "invalid-interval", "The end must be after the start.");
      case ItemsRefused(var items) -> itemsRefused(items);
      case TotalMismatch(var expected, var actual) ->
          Problem.of(
              CONFLICT,
              "total-mismatch",
              "It costs %s %s, not %s %s."
                  .formatted(
                      actual.amount().toPlainString(),
                      actual.currency(),
                      expected.amount().toPlainString(),
                      expected.currency()));
      case SlotTaken taken -> slotTaken(taken);
      case HoldExpired _ -> Problem.of(CONFLICT, "hold-expired", "The hold has ended.");
      case HoldLimit _ ->
          Problem.of(
              CONFLICT,
              "hold-limit",
              "A hold can be extended %d times.".formatted(Booking.EXTENSIONS_MAX));
      case TooEarly(var _, var from) ->
          Problem.of(CONFLICT, "too-early", "This can be done from " + from + " on.");
      case InvalidState(var _, var status) ->
          Problem.of(
              CONFLICT,
              "invalid-state",
              "This cannot be done to a booking that is %s."
                  .formatted(status.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
      case AwaitingApproval _ ->
          Problem.of(CONFLICT, "awaiting-approval", "The venue has not approved it yet.");
      case AwaitingPayment _ ->
          Problem.of(CONFLICT, "awaiting-payment", "It has not been paid for yet.");
      case KeyReused _ ->
          Problem.of(
              UNPROCESSABLE_CONTENT,
              "idempotency-key-reuse",
              "This Idempotency-Key was used for another request.");
      case RequestInProgress _ ->
          Problem.of(
                  CONFLICT,
                  "request-in-progress",
                  "A request with this Idempotency-Key is still running.")
              .retryAfter(1);
    };
  }

  /**
   * Told by the first rule; the items that break a rule of the same standing are listed with it.
   */
  private static Problem itemsRefused(List<ItemRefused> items) {
    var first = problem(items.getFirst().reason());
    return first.failing(
        items.stream()
            .filter(item -> problem(item.reason()).status() == first.status())
            .map(BookingProblems::failure)
            .toList());
  }

  private static Failure failure(ItemRefused item) {
    var problem = problem(item.reason());
    return new Failure("/items/" + item.item(), problem.code(), problem.detail());
  }

  private static Problem problem(Rejection reason) {
    return switch (reason) {
      case BookingRejection booking -> problem(booking);
      case BookableRejection bookable -> BookableProblems.problem(bookable);
      default -> throw new IllegalStateException("no rule of an item: " + reason);
    };
  }

  private static Problem slotTaken(SlotTaken taken) {
    return Problem.of(CONFLICT, "slot-taken", "Someone else has this slot.")
        .with("conflicts", taken.conflicts().stream().map(ConflictJson::of).toList())
        .with("alternatives", taken.alternatives().stream().map(RangeJson::of).toList());
  }

  private record ConflictJson(String pointer, UUID resourceId, Instant start, Instant end) {
    static ConflictJson of(Conflict conflict) {
      return new ConflictJson(
          "/items/" + conflict.item(),
          conflict.resource().value(),
          conflict.range().start(),
          conflict.range().end());
    }
  }

  private record RangeJson(Instant start, Instant end) {
    static RangeJson of(TimeRange range) {
      return new RangeJson(range.start(), range.end());
    }
  }
}
