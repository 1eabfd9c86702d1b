package dev.holdfast.adapter.web;

import dev.holdfast.adapter.web.Problem.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Collects what is wrong with one request, so that all of one kind is told at once: what cannot be
 * read (400) before what breaks a rule (422).
 */
final class Failures {
  private static final int LISTED_MAX = 100;
  private static final int POINTER_MAX = 200;

  private final List<Failure> shape = new ArrayList<>();
  private final List<Failure> rules = new ArrayList<>();
  private final boolean parameters;

  private Failures(boolean parameters) {
    this.parameters = parameters;
  }

  /** For a body. */
  static Failures ofBody() {
    return new Failures(false);
  }

  /** For query and path, where whatever is wrong is {@code invalid-parameter}. */
  static Failures ofParameters() {
    return new Failures(true);
  }

  void shape(String pointer, String code, String message) {
    var known = parameters && !code.equals("invalid-cursor") ? "invalid-parameter" : code;
    shape.add(new Failure(shortened(pointer), known, message));
  }

  void rule(String pointer, String message) {
    if (parameters) {
      shape(pointer, "invalid-parameter", message);
    } else {
      rules.add(new Failure(shortened(pointer), "validation", message));
    }
  }

  boolean any() {
    return !shape.isEmpty() || !rules.isEmpty();
  }

  /** What cannot be read, if anything. */
  @Nullable Problem shapeProblem() {
    if (shape.isEmpty()) {
      return null;
    }
    var detail = parameters ? "A parameter cannot be used." : "The body has not the right shape.";
    return Problem.of(HttpStatus.BAD_REQUEST, shape.getFirst().code(), detail)
        .failing(listed(shape));
  }

  /** What breaks a rule, if anything. */
  @Nullable Problem ruleProblem() {
    return rules.isEmpty() ? null : Problem.validation(listed(rules));
  }

  /** Ends reading when there has been a failure. */
  void check() {
    checkShape();
    var problem = ruleProblem();
    if (problem != null) {
      throw problem.exception();
    }
  }

  void checkShape() {
    var problem = shapeProblem();
    if (problem != null) {
      throw problem.exception();
    }
  }

  private static List<Failure> listed(List<Failure> failures) {
    return failures.subList(0, Math.min(failures.size(), LISTED_MAX));
  }

  private static String shortened(String pointer) {
    return pointer.length() <= POINTER_MAX ? pointer : pointer.substring(0, POINTER_MAX) + "…";
  }
}
