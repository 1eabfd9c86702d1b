package dev.holdfast.resource;

import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.util.List;

/** Every "no" that is about venues, resources and what can be asked of them. */
public sealed interface ResourceRejection extends Rejection {
  /** Only a user with the role of a manager can be on a staff. */
  record NotAManager(UserId user) implements ResourceRejection {}

  /** Values that are sound in themselves and do not go together; never empty. */
  record Inconsistent(List<Flaw> flaws) implements ResourceRejection {
    public Inconsistent {
      flaws = List.copyOf(flaws);
    }
  }

  /**
   * One value that does not go with the others.
   *
   * @param pointer JSON pointer into what was asked (RFC 6901)
   * @param message for a human, without personal data
   */
  record Flaw(String pointer, String message) {}

  /** A price without a currency has other digits than the venue's currency. */
  record PriceDigits(int digits) implements ResourceRejection {}

  /** Slots of a length that nobody may book. */
  record SlotLength(Duration min, Duration max) implements ResourceRejection {}

  /** The range holds more slots, or more bookings, than one answer may look through. */
  record TooManySlots(int max) implements ResourceRejection {}
}
