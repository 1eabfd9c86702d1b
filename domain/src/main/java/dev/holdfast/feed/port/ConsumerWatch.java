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

  /** So many events are set aside now; none, as far as this node knows, when it stops running. */
  default void parked(String consumer, long events) {}

  /** An event that had been set aside has been handled after all. */
  default void hasTakenUp(String consumer, LoggedEvent event) {}

  /** An event has been set aside; someone has to look at it. */
  default void hasParked(String consumer, LoggedEvent event, String error) {}
}
