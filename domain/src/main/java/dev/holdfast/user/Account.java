package dev.holdfast.user;

/** A user together with what a sign-in is checked against. */
public record Account(User user, PasswordHash password) {}
