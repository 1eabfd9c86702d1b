package dev.holdfast.user.port;

import dev.holdfast.shared.UserId;
import dev.holdfast.user.WrappedKey;
import reactor.core.publisher.Mono;

/** The data keys of all persons. */
public interface PersonalKeys {
  /**
   * The key of this person, or empty when there is no such person (any more). Cheap when the person
   * was seen lately: keys are remembered, a bounded number of them for a bounded time.
   */
  Mono<PersonalKey> of(UserId user);

  /** Forgets a key that was remembered here; other nodes forget it by themselves, and later. */
  void forget(UserId user);

  /** A new key for a person to be. It is not remembered, and lost unless kept with the user. */
  NewKey create(UserId user);

  /** A key, and the form in which it is kept. */
  record NewKey(PersonalKey key, WrappedKey wrapped) {}
}
