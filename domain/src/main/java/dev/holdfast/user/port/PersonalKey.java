package dev.holdfast.user.port;

import dev.holdfast.shared.Sealed;
import java.util.Optional;

/**
 * The data key of one person: what it seals, nobody reads without it, and erasing it erases all of
 * that at once. Safe to share between threads; neither call waits.
 */
public interface PersonalKey {
  /**
   * Seals a text. The same text seals differently each time.
   *
   * @param column where the text is kept, such as {@code users.email}; it opens there and nowhere
   *     else. Where a person has many of a kind, the row is part of it: {@code bookings.note/<id>}
   */
  Sealed seal(String column, String text);

  /** The text, or empty when it was sealed by another key, for another column, or is damaged. */
  Optional<String> open(String column, Sealed sealed);
}
