package dev.holdfast.notification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a mail that was put off is tried again: soon at first, then less and less often. */
public final class MailRetries {
  private static final List<Duration> PAUSES =
      Stream.of(
              "PT10S", "PT30S", "PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H",
              "PT8H")
          .map(Duration::parse)
          .toList();

  private MailRetries() {}

  /**
   * How long to wait now.
   *
   * @param attempts how many have been put off, from 1
   * @return empty when it is given up, which is some 24 h after the first
   */
  public static Optional<Duration> after(int attempts) {
    return attempts <= PAUSES.size() ? Optional.of(PAUSES.get(attempts - 1)) : Optional.empty();
  }
}
