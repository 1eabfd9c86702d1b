package dev.holdfast.feed.port;

import dev.holdfast.feed.LoggedEvent;
import java.time.Duration;

/** Who is told how the consumers of the log get on. Must neither wait nor fail. */
public interface ConsumerWatch {
  /** Tells nobody. */
  ConsumerWatch NOBODY = new ConsumerWatch() {};

  /**
   * The consumer runs here and has come this far.
   *
   * @param lag how long ago what it has handled last had happened; zero when nothing is left
   */
  default void cameTo(String consumer, Duration lag) {}

  /** The consumer cannot go on for now and will try again. */
  default void isHeldUp(String consumer, Throwable cause) {}

  /** An event has been set aside; someone has to look at it. */
  default void hasParked(String consumer, LoggedEvent event, String error) {}
}
