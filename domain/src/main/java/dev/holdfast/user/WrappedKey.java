package dev.holdfast.user;

/**
 * The data key of one person, encrypted under a key of the installation. Without it, everything
 * sealed for the person is noise.
 *
 * @param base64 opaque
 */
public record WrappedKey(String base64) {}
