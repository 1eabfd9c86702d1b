package dev.holdfast.notification;

import java.time.Duration;

/** What follows from an attempt. */
public sealed interface DeliveryVerdict {
  record Delivered() implements DeliveryVerdict {}

  /** Once more, so much later. */
  record RetryIn(Duration pause) implements DeliveryVerdict {}

  /** It is given up. */
  record GivenUp() implements DeliveryVerdict {}
}
