package dev.holdfast.user;

/**
 * What an account keeps beside what it shows.
 *
 * @param key the person's data key, with which the user's personal texts are sealed
 */
public record Credentials(LookupKeys lookup, PasswordHash password, WrappedKey key) {}
