package dev.holdfast.shared;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes ids: UUIDv7 (RFC 9562 §5.7), so that what is made later sorts later, to the millisecond of
 * this machine's clock. Nothing that two nodes must agree on rests on that order.
 */
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A new id, unlike any other. */
  public static UUID next() {
    return at(System.currentTimeMillis());
  }

  /** The id of a given millisecond, with fresh random bits. */
  public static UUID at(long epochMillis) {
    var high = (epochMillis << 16) | 0x7000L | (RANDOM.nextInt() & 0x0FFFL);
    var low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
