package dev.holdfast.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How evenly the machine itself works, with nothing on it: a virtual machine's neighbours take from
 * it without a word, and no server answers faster than the processor under it.
 */
final class Steadiness {
  private static final Duration WINDOW = Duration.ofMillis(100);
  private static final int WINDOWS = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final int BATCH = 10_000;

  private Steadiness() {}

  /** Says what all processors do in the same plain loop, window by window. */
  static void look(Report report) throws InterruptedException, ExecutionException {
    int processors = Runtime.getRuntime().availableProcessors();
    try (var threads = Executors.newFixedThreadPool(processors)) {
      var running = new ArrayList<Future<long[]>>();
      for (int each = 0; each < processors; each++) {
        running.add(threads.submit(Steadiness::windows));
      }
      var all = new long[WINDOWS];
      for (var each : running) {
        var done = each.get();
        Arrays.setAll(all, window -> all[window] + done[window]);
      }
      Arrays.sort(all);
      report.say(
          "The machine alone, in windows of %d ms: the slowest of %d does %.0f %% of what the"
              + " median does, the slowest twentieth at most %.0f %%.",
          WINDOW.toMillis(),
          WINDOWS,
          100.0 * all[0] / all[WINDOWS / 2],
          100.0 * all[WINDOWS / 20 - 1] / all[WINDOWS / 2]);
    }
  }

  /** How many batches were done in each window, after a while in which the JIT has its way. */
  private static long[] windows() {
    var done = new long[WINDOWS];
    long value = 1;
    long start = System.nanoTime() + WARM_UP.toNanos();
    long window = 0;
    while (window < WINDOWS) {
      for (int step = 0; step < BATCH; step++) {
        value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      }
      window = Math.floorDiv(System.nanoTime() - start, WINDOW.toNanos());
      if (window >= 0 && window < WINDOWS) {
        done[(int) window]++;
      }
    }
    if (value == 0) { // or the JIT would leave out the loop
      throw new IllegalStateException();
    }
    return done;
  }
}
