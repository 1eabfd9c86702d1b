package dev.holdfast.adapter.web;

import dev.holdfast.shared.Rejection;
import java.util.Optional;

/**
 * How the rejections of one context are answered; each context has one. Written as a type test and
 * a switch over the sealed type without a default branch, so that a new rejection does not compile
 * until it has a status.
 */
@FunctionalInterface
public interface RejectionProblems {
  /** The answer, or empty when the rejection is another context's. */
  Optional<Problem> of(Rejection rejection);
}
