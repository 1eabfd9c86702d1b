package dev.holdfast.feed;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the log. The log is ordered by transaction, then by sequence within it: a sequence
 * alone is not the order of commits, and a reader that went by it would lose what commits late.
 *
 * @param transaction the database's transaction id, not negative
 * @param sequence not negative
 */
public record Position(long transaction, long sequence) implements Comparable<Position> {
  /** Before everything. */
  public static final Position START = new Position(0, 0);

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::transaction).thenComparingLong(Position::sequence);

  private static final Pattern TEXT = Pattern.compile("(0|[1-9]\\d{0,17})-(0|[1-9]\\d{0,17})");

  /** After everything that this transaction and those before it have written. */
  public static Position endOf(long transaction) {
    return new Position(transaction, Long.MAX_VALUE);
  }

  /** The position that is written like this, or empty when none is. */
  public static Optional<Position> parse(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  /** As clients see it; opaque to them. */
  @Override
  public String toString() {
    return transaction + "-" + sequence;
  }
}
