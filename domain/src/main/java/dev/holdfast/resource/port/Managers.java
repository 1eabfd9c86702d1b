package dev.holdfast.resource.port;

import dev.holdfast.shared.UserId;
import reactor.core.publisher.Mono;

/** Who may be put on the staff of a venue. */
public interface Managers {
  /** Whether there is such a user, active and with the role of a manager. Never empty. */
  Mono<Boolean> isManager(UserId user);
}
