package dev.holdfast.load;

import dev.holdfast.load.http.Traffic;
import dev.holdfast.load.stack.Account;
import dev.holdfast.load.stack.Slots;
import dev.holdfast.load.stack.Stack;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * {@code POST /v1/bookings} for one slot, each with an idempotency key of its own, by all accounts
 * in turn.
 */
final class CreateTraffic implements Traffic {
  private static final byte[] TO = ascii("\",\"start\":\"");
  private static final byte[] UNTIL = ascii("\",\"end\":\"");
  private static final byte[] CLOSE = ascii("\"}]}");
  private static final byte[] OPEN = ascii("{\"items\":[{\"resourceId\":\"");
  private static final byte[] LINE = ascii("\r\n");
  private static final int BODY_LENGTH =
      OPEN.length + 36 + TO.length + 20 + UNTIL.length + 20 + CLOSE.length;
  private static final byte[] DIGITS = ascii("0123456789abcdef");

  private final Slots slots;
  private final LongSupplier slot;
  private final List<Account> accounts;
  private final byte[] head;
  private final long run = ThreadLocalRandom.current().nextLong();
  private long sent;

  private CreateTraffic(Stack stack, LongSupplier slot) {
    this.slots = stack.slots();
    this.slot = slot;
    this.accounts = stack.accounts();
    this.head =
        ascii(
            """
            POST /v1/bookings HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Content-Type: application/json\r
            Content-Length: %d\r
            """
                    .formatted(stack.server().address().getPort(), BODY_LENGTH)
                + "Idempotency-Key: ");
  }

  /** Each for a free slot. */
  static CreateTraffic forFreeSlots(Stack stack) {
    return new CreateTraffic(stack, stack.slots()::take);
  }

  /** All for the same slot. */
  static CreateTraffic forOneSlot(Stack stack, long slot) {
    return new CreateTraffic(stack, () -> slot);
  }

  @Override
  public void next(ByteBuffer request) {
    long wanted = slot.getAsLong();
    request.put(head);
    hexadecimal(request, run);
    hexadecimal(request, sent);
    request.put(LINE);
    request.put(accounts.get((int) (sent++ % accounts.size())).header());
    request.put(LINE);
    request.put(OPEN).put(slots.resourceText(wanted));
    request.put(TO).put(slots.dayText(wanted, 0)).put(slots.timeText(wanted, 0));
    request.put(UNTIL).put(slots.dayText(wanted, 1)).put(slots.timeText(wanted, 1));
    request.put(CLOSE);
  }

  private static void hexadecimal(ByteBuffer request, long number) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      request.put(DIGITS[(int) (number >>> shift) & 15]);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
