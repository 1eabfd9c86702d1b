package dev.holdfast.load;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what will be so in the end. */
final class Await {
  private static final Duration LOOK = Duration.ofMillis(20);

  private Await() {}

  /** Whether it came to be so within this time. */
  static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
    long giveUp = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUp) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }
}
