package dev.holdfast.adapter.web.resource;

import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.Problem.Failure;
import dev.holdfast.adapter.web.RejectionProblems;
import dev.holdfast.resource.ResourceRejection;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.ResourceRejection.NotAManager;
import dev.holdfast.resource.ResourceRejection.PriceDigits;
import dev.holdfast.resource.ResourceRejection.SlotLength;
import dev.holdfast.resource.ResourceRejection.TooManySlots;
import dev.holdfast.shared.Rejection;
import java.util.List;
import java.util.Optional;

/** How the refusals of the resource context are answered. */
public final class ResourceProblems implements RejectionProblems {
  @Override
  public Optional<Problem> of(Rejection rejection) {
    return rejection instanceof ResourceRejection refused
        ? Optional.of(problem(refused))
        : Optional.empty();
  }

  private static Problem problem(ResourceRejection rejection) {
    return switch (rejection) {
      case NotAManager _ ->
          Problem.of(
              UNPROCESSABLE_CONTENT,
              "not-a-manager",
              "Only an active user with the role MANAGER can be on a staff.");
      case Inconsistent(var flaws) ->
          Problem.validation(
              flaws.stream()
                  .map(flaw -> new Failure(flaw.pointer(), "validation", flaw.message()))
                  .toList());
      case PriceDigits(var digits) -> priceDigits(digits);
      case SlotLength(var min, var max) ->
          Problem.of(
              UNPROCESSABLE_CONTENT,
              "interval-length",
              "It can be booked for " + Json.text(min) + " to " + Json.text(max) + ".");
      case TooManySlots(var max) -> tooMany(max);
    };
  }

  private static Problem priceDigits(int digits) {
    var message = "must have exactly " + digits + " digits after the point";
    return Problem.of(BAD_REQUEST, "invalid-format", "The price " + message + ".")
        .failing(List.of(new Failure("/price/amount", "invalid-format", message)));
  }

  private static Problem tooMany(int max) {
    var message = "is too far from the start: more than " + max + " slots lie between";
    return Problem.of(BAD_REQUEST, "invalid-parameter", "Ask for a shorter range.")
        .failing(List.of(new Failure("/query/to", "invalid-parameter", message)));
  }
}
