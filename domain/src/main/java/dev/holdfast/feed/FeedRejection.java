package dev.holdfast.feed;

import dev.holdfast.shared.Rejection;

/** Every "no" that is about following the log. */
public sealed interface FeedRejection extends Rejection {
  /** Nothing of ours stands at this position, or no longer: what came after it cannot be told. */
  record PositionGone(Position position) implements FeedRejection {}
}
