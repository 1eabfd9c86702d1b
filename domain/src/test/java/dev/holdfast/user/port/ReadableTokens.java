package dev.holdfast.user.port;

import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Access tokens for tests: unsigned, and good for ever. */
public final class ReadableTokens implements AccessTokens {
  @Override
  public Issued issue(Claims claims) {
    return new Issued(
        claims.user() + "~" + claims.role() + "~" + claims.session(), Duration.ofMinutes(5));
  }

  @Override
  public Optional<Claims> remembered(String token) {
    return verify(token) instanceof Verdict.Good(var claims, _)
        ? Optional.of(claims)
        : Optional.empty();
  }

  @Override
  public Verdict verify(String token) {
    var parts = token.split("~", -1);
    return parts.length == 3
        ? new Verdict.Good(
            new Claims(
                new UserId(UUID.fromString(parts[0])),
                Role.valueOf(parts[1]),
                new SessionId(UUID.fromString(parts[2]))),
            Instant.MAX)
        : new Verdict.Bad();
  }
}
