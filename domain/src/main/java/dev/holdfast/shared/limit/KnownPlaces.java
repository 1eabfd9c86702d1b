package dev.holdfast.shared.limit;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * From where accounts have been signed in to lately: whoever guesses at an account from elsewhere
 * is not to keep its owner out. Nothing here fails; without its store no place is known.
 */
public interface KnownPlaces {
  /** How long a place is known after the last sign-in from it. */
  Duration MEMORY = Duration.ofDays(30);

  /**
   * Whether the account has been signed in to from there; answers within a fraction of a second.
   *
   * @param account what stands for the account, the same for every node
   * @param place a network, not a single address of it
   */
  Mono<Boolean> isKnown(String account, String place);

  /** Remembers that the account has been signed in to from there; it may be forgotten early. */
  Mono<Void> note(String account, String place);
}
