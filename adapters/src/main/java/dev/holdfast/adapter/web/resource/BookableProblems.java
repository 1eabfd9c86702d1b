package dev.holdfast.adapter.web.resource;

import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.RejectionProblems;
import dev.holdfast.resource.BookableRejection;
import dev.holdfast.resource.BookableRejection.BeyondHorizon;
import dev.holdfast.resource.BookableRejection.IntervalInPast;
import dev.holdfast.resource.BookableRejection.IntervalLength;
import dev.holdfast.resource.BookableRejection.OffGrid;
import dev.holdfast.resource.BookableRejection.OutsideOpeningHours;
import dev.holdfast.resource.BookableRejection.ResourceInactive;
import dev.holdfast.resource.BookableRejection.TimestampPrecision;
import dev.holdfast.resource.BookableRejection.TooLateToBook;
import dev.holdfast.resource.BookableRejection.UnitsExceedCapacity;
import dev.holdfast.shared.Rejection;
import java.util.Optional;

/** How it is answered that a resource cannot be had as asked. */
public final class BookableProblems implements RejectionProblems {
  @Override
  public Optional<Problem> of(Rejection rejection) {
    return rejection instanceof BookableRejection bookable
        ? Optional.of(problem(bookable))
        : Optional.empty();
  }

  /** The answer to one rule that is broken. */
  public static Problem problem(BookableRejection rejection) {
    return switch (rejection) {
      case IntervalInPast _ -> rule("interval-in-past", "It begins in the past.");
      case TimestampPrecision _ ->
          rule("timestamp-precision", "Times are kept to the microsecond, not finer.");
      case IntervalLength(var _, var _, var min, var max) ->
          rule(
              "interval-length",
              "It lasts from %s to %s.".formatted(Json.text(min), Json.text(max)));
      case UnitsExceedCapacity(var _, var _, var capacity) ->
          rule("units-exceed-capacity", "There are only %d units.".formatted(capacity));
      case ResourceInactive _ ->
          Problem.of(CONFLICT, "resource-inactive", "This resource is not offered any more.");
      case OutsideOpeningHours _ -> rule("outside-opening-hours", "It is not open at that time.");
      case OffGrid(var _, var _, var step) ->
          rule(
              "interval-grid",
              "It begins and ends in steps of %s from the opening.".formatted(Json.text(step)));
      case TooLateToBook(var _, var _, var notice) ->
          rule("too-late-to-book", "It must be booked %s ahead.".formatted(Json.text(notice)));
      case BeyondHorizon(var _, var _, var days) ->
          rule("beyond-horizon", "It can be booked up to %d days ahead.".formatted(days));
    };
  }

  private static Problem rule(String code, String detail) {
    return Problem.of(UNPROCESSABLE_CONTENT, code, detail);
  }
}
