package dev.holdfast.feed.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.util.List;
import reactor.core.publisher.Mono;

/** What a consumer does with what has happened. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Handles events, in order. The same ones may come again, alone or among others: twice must be as
   * good as once. {@link dev.holdfast.shared.OutageException} says that it would work later, and is
   * waited out; any other failure is held against the event it happens with.
   */
  Mono<Void> handle(List<LoggedEvent> events);

  /**
   * Where to go on. Asked whenever a runner begins, also after an outage.
   *
   * @return an earlier position when what had been made of the events after it is lost
   */
  default Mono<Position> resumeFrom(Position checkpoint) {
    return Mono.just(checkpoint);
  }

  /**
   * Throws away whatever has been made of events so far, so that it can be made again from the
   * first one. Fails with {@link UnsupportedOperationException} where what is done cannot be
   * undone: a mail that was sent.
   */
  default Mono<Void> forget() {
    return Mono.error(UnsupportedOperationException::new);
  }
}
