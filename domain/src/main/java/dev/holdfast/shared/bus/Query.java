package dev.holdfast.shared.bus;

/**
 * Something the actor wants to know. Answering it changes nothing.
 *
 * @param <R> the answer
 */
public non-sealed interface Query<R> extends Message {}
