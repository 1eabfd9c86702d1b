package dev.holdfast.user;

import org.jspecify.annotations.Nullable;

/** The keyed hashes under which one person is found. */
public record LookupKeys(
    LookupHash email, LookupHash firstName, LookupHash lastName, @Nullable LookupHash phone) {}
