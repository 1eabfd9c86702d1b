package dev.holdfast.load;

import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.stack.Stack;
import java.time.Duration;
import java.util.Arrays;

/**
 * The best of several numbers of clients, each of which books again as soon as it has an answer.
 *
 * @param rate bookings per second
 */
record Peak(int clients, double rate) {
  /** The numbers that are tried. */
  static int[] clients(Options options) {
    return Arrays.stream(options.text("clients", "32,64,128,256").split(",", -1))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** Tries them one after the other, each for so long. */
  static Peak find(
      Stack stack, LoadGenerator generator, int[] clients, Duration search, Report report) {
    var best = new Peak(0, 0);
    for (int each : clients) {
      stack.calm();
      var tally = generator.run(Load.closed(each, search), CreateTraffic.forFreeSlots(stack));
      report.say(
          "%d clients: %,.0f bookings/s; %s; %s",
          each, tally.rate(201), tally.latencies(), tally.statuses());
      if (tally.rate(201) > best.rate()) {
        best = new Peak(each, tally.rate(201));
      }
    }
    return best;
  }
}
