package dev.holdfast.shared;

/**
 * Personal text that can only be read with the key of the person it belongs to. The domain carries
 * it unread; events, caches, answers kept for replay and the database hold this form and no other.
 *
 * @param sealed the ciphertext in Base64, opaque
 */
public record Sealed(String sealed) {}
