package dev.holdfast.user.usecase;

import dev.holdfast.shared.Role;
import dev.holdfast.user.Email;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * Who is looked for; what is absent does not restrict. Personal values are found as a whole and in
 * any spelling that means the same, never by a part.
 */
public record UserSearch(
    @Nullable Email email,
    @Nullable PhoneNumber phone,
    @Nullable PersonName firstName,
    @Nullable PersonName lastName,
    @Nullable Role role,
    @Nullable Boolean isActive) {}
