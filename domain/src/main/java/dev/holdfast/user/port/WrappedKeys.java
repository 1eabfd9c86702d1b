package dev.holdfast.user.port;

import dev.holdfast.shared.UserId;
import dev.holdfast.user.WrappedKey;
import reactor.core.publisher.Mono;

/** Where the wrapped data keys lie. */
public interface WrappedKeys {
  /** The wrapped key of this person, or empty when there is none: never was, or erased. */
  Mono<WrappedKey> find(UserId user);
}
