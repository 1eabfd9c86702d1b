package dev.holdfast.shared;

import java.util.List;

/**
 * What an aggregate answers when it is asked to change.
 *
 * @param <S> the aggregate
 * @param <E> what it says about the change
 */
public sealed interface Outcome<S, E> {
  /**
   * The change is made.
   *
   * @param state the aggregate after it
   * @param events what happened, in order; empty when it had happened before, and nothing is to be
   *     kept
   */
  record Accepted<S, E>(S state, List<E> events) implements Outcome<S, E> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** The change is refused; nothing has happened. */
  record Rejected<S, E>(Rejection reason) implements Outcome<S, E> {}
}
