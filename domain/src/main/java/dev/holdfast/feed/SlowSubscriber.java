package dev.holdfast.feed;

/**
 * Ends the stream of someone who reads more slowly than things happen. What they miss is not lost:
 * they take up the log again at the last position they have seen.
 */
public final class SlowSubscriber extends RuntimeException {
  public SlowSubscriber() {
    super("the subscriber reads too slowly", null, false, false);
  }
}
