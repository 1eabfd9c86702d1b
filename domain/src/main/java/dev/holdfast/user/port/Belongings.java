package dev.holdfast.user.port;

import dev.holdfast.shared.Actor;
import reactor.core.publisher.Mono;

/** What a person holds in other contexts, and has to let go of before they can be erased. */
@FunctionalInterface
public interface Belongings {
  /**
   * Gives back whatever the person has that is still to come. What cannot be given back any more
   * stays, and so does what is over.
   *
   * @param person whose it is; does it themselves
   */
  Mono<Void> letGo(Actor person);
}
