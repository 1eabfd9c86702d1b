package dev.holdfast.notification;

/**
 * A signing secret in the form in which it is kept: it opens for the endpoint and the place it was
 * sealed for, and nowhere else.
 *
 * @param sealed the ciphertext in Base64, opaque
 */
public record SealedSecret(String sealed) {}
