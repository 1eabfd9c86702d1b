package dev.holdfast.user;

/**
 * A keyed hash under which a person is found by a personal value without the value being kept.
 *
 * @param hex 32 bytes; equal exactly for equal values of one field
 */
public record LookupHash(String hex) {}
