package dev.holdfast.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as it stands.
 *
 * @param revokedAt when it was ended before its time; absent while it was not
 */
public record KnownSession(Session session, @Nullable Instant revokedAt) {}
