package dev.holdfast.user.usecase;

import dev.holdfast.user.RefreshToken;
import dev.holdfast.user.port.AccessTokens;

/** What a client gets for signing in, and again with each refresh. */
public record TokenPair(AccessTokens.Issued access, RefreshToken refresh) {}
