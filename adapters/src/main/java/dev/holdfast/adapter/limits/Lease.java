package dev.holdfast.adapter.limits;

import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.SharedQuotas.Portion;
import dev.holdfast.shared.limit.Standing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one node may give out of one caller's quota without asking. All of it is void when the
 * window ends: then the shared quota is whole again, and what were still held here would be too
 * much.
 */
final class Lease {
  private static final long UNKNOWN = -1;

  /**
   * Blocks of a hundredth: what two idle nodes hold of one and a half blocks each is 3 % of the
   * quota, and a node asks a hundred times in a window at most.
   */
  private static final long BLOCKS = 100;

  private final RateLimit limit;
  private final String key;
  private final long block;
  private final long aloneMax;

  /** On the ticker, in nanoseconds. */
  private long ends;

  private long held;
  private long left = UNKNOWN;

  /** What was given out in this window without the shared quota having been told yet. */
  private long owed;

  private int waiting;
  private @Nullable CompletableFuture<Void> asking;

  /**
   * @param nodes how many give out of a quota at once, each alone, without it being exceeded
   */
  Lease(RateLimit limit, String key, int nodes, long now) {
    this.limit = limit;
    this.key = key;
    block = Math.max(1, limit.quota() / BLOCKS);
    aloneMax = Math.max(1, limit.quota() / nodes);
    ends = now;
  }

  RateLimit limit() {
    return limit;
  }

  String key() {
    return key;
  }

  /** How the next request stands; absent when the shared quota must be asked. */
  synchronized @Nullable Standing take(long now) {
    turn(now);
    if (held > 0) {
      held--;
      return standing(now, true, held + left);
    }
    return left == 0 ? standing(now, false, 0) : null;
  }

  /**
   * The same while nobody can be asked: no more than this node's share of a window, nor than what
   * was left of the quota when it was last heard of.
   */
  synchronized Standing takeAlone(long now) {
    var known = take(now);
    if (known != null) {
      return known;
    }
    var alone = (left == UNKNOWN ? aloneMax : Math.min(aloneMax, left)) - owed;
    if (alone <= 0) {
      return standing(now, false, 0);
    }
    owed++;
    return standing(now, true, alone - 1);
  }

  private void turn(long now) {
    if (now - ends >= 0) {
      held = 0;
      left = UNKNOWN;
      owed = 0;
      ends = now + limit.window().toNanos(); // until the shared quota says otherwise
    }
  }

  private Standing standing(long now, boolean isAdmitted, long remaining) {
    return new Standing(limit, isAdmitted, remaining, Duration.ofNanos(ends - now));
  }

  /** Whether it is time to ask for the next block: before this one is used up. */
  synchronized boolean runsLow() {
    return block > 1 && held <= block / 2 && left > 0 && asking == null;
  }

  /** One more waits for the answer of the shared quota. */
  synchronized void await() {
    waiting++;
  }

  /** One waits no longer. */
  synchronized void awaited() {
    waiting--;
  }

  /** How much to ask for: a block, what the others who wait need beside it, and what is owed. */
  synchronized long wish() {
    return block + Math.max(0, waiting - 1) + owed;
  }

  /** Notes that the shared quota is being asked, unless it is already: then that is answered. */
  synchronized @Nullable CompletableFuture<Void> ask(CompletableFuture<Void> question) {
    var underWay = asking;
    if (underWay == null) {
      asking = question;
    }
    return underWay;
  }

  synchronized void answered(long now, Portion portion) {
    turn(now);
    var thenEnds = now + portion.reset().toNanos();
    if (thenEnds - ends > limit.window().toNanos() / 2) {
      held = 0; // there, the next window has begun already
      owed = 0;
    }
    var repaid = Math.min(owed, portion.taken());
    owed -= repaid;
    held += portion.taken() - repaid;
    left = portion.left();
    ends = thenEnds;
  }

  /** The question has been answered, or will not be. */
  synchronized void asked() {
    asking = null;
  }
}
