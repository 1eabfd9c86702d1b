package dev.holdfast.booking;

/**
 * The answer that belongs to a {@link RequestKey}, as it was given the first time.
 *
 * @param text opaque to the domain; a ciphertext of the user's where {@code isSealed}
 * @param isSealed whether the answer holds personal text and is kept under the user's key
 */
public record KeptAnswer(String text, boolean isSealed) {}
