package dev.holdfast.user.port;

import dev.holdfast.shared.UserId;
import dev.holdfast.user.WrappedKey;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The wrapped data keys of persons, kept durably. Nothing happens before subscription. */
public interface WrappedKeys {
  /** A person's key as it is kept. */
  record Kept(UserId user, WrappedKey key) {}

  /** The wrapped key of this person, or empty when there is none: never was, or erased. */
  Mono<WrappedKey> find(UserId user);

  /** Those of all who have one, newest first, fetched as they are asked for. */
  Flux<Kept> all();

  /**
   * Puts another wrapping of the same key in its place; of the person, nothing else changes.
   *
   * @return whether it was still as it had been; if not, nothing has changed
   */
  Mono<Boolean> replace(Kept kept, WrappedKey by);
}
