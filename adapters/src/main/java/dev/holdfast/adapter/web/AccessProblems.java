package dev.holdfast.adapter.web;

import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.PRECONDITION_FAILED;
import static org.springframework.http.HttpStatus.PRECONDITION_REQUIRED;
import static org.springframework.http.HttpStatus.SERVICE_UNAVAILABLE;

import dev.holdfast.shared.AccessRejection;
import dev.holdfast.shared.AccessRejection.Forbidden;
import dev.holdfast.shared.AccessRejection.Hidden;
import dev.holdfast.shared.AccessRejection.Invalid;
import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.AccessRejection.Overloaded;
import dev.holdfast.shared.AccessRejection.PreconditionRequired;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Rejection;
import java.util.Optional;

/** How the refusals that every context knows are answered. */
public final class AccessProblems implements RejectionProblems {
  @Override
  public Optional<Problem> of(Rejection rejection) {
    return rejection instanceof AccessRejection access
        ? Optional.of(problem(access))
        : Optional.empty();
  }

  private static Problem problem(AccessRejection rejection) {
    return switch (rejection) {
      case NotFound _, Hidden _ -> notFound();
      case Forbidden(var needed) ->
          Problem.of(FORBIDDEN, "forbidden", "This needs the permission " + needed.text() + ".");
      case PreconditionRequired _ ->
          Problem.of(
              PRECONDITION_REQUIRED,
              "precondition-required",
              "Say in If-Match which version you have seen.");
      case Overloaded _ ->
          Problem.of(
                  SERVICE_UNAVAILABLE,
                  "overloaded",
                  "There is more to do than can be done in time; try again in a moment.")
              .retryAfter(1);
      case VersionMismatch _ ->
          Problem.of(
              PRECONDITION_FAILED,
              "version-mismatch",
              "It has changed since you read it; read it again.");
      case Invalid(var pointer, var message) -> Problem.validation(pointer, message);
    };
  }

  /** What an unknown path, an unknown id and someone else's object have in common. */
  static Problem notFound() {
    return Problem.of(NOT_FOUND, "not-found", "There is no such thing here.");
  }
}
