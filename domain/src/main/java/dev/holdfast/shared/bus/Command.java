package dev.holdfast.shared.bus;

/**
 * Something the actor wants changed. A command that exists is valid.
 *
 * @param <R> the answer
 */
public non-sealed interface Command<R> extends Message {}
