package dev.holdfast.adapter.web;

import org.springframework.http.HttpStatus;

/** A refusal found at the edge. It has no stack: a bad request is daily life. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.code(), null, false, false);
    this.problem = problem;
  }

  public ProblemException(HttpStatus status, String code, String detail) {
    this(Problem.of(status, code, detail));
  }

  public Problem problem() {
    return problem;
  }
}
