package dev.holdfast.load;

import dev.holdfast.load.stack.Account;
import java.util.function.Supplier;

/** The request for a stream of events. */
final class StreamHead {
  private StreamHead() {}

  /** With the token that is good at the moment. */
  static Supplier<String> of(String path, Account account) {
    return () ->
        """
        GET %s HTTP/1.1\r
        Host: 127.0.0.1\r
        Authorization: Bearer %s\r
        Accept: text/event-stream\r
        """
            .formatted(path, account.token());
  }
}
