package dev.holdfast.load;

import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.stack.Cpu;
import dev.holdfast.load.stack.Server;
import dev.holdfast.load.stack.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What counting a request costs: cached bookings read from a server with limits, and from one
 * without on the same backends. In turns, each first in every other round. The server that was
 * there first does what one node does for all, and is not measured: beside it, one of two that were
 * alike looked 4 % more expensive.
 */
final class LimitsCost implements Program {
  private final Stack.Settings settings;
  private final int rounds;
  private final int connections;
  private final int bookings;
  private final Duration warmUp;
  private final Duration phase;
  private final double target;

  LimitsCost(Options options) {
    settings = StackOptions.of(options, 10_000);
    rounds = options.number("rounds", 15);
    connections = options.number("connections", 64);
    bookings = options.number("hot", 1_000);
    warmUp = options.seconds("warm-up", 25);
    phase = options.seconds("seconds", 4);
    target = options.number("target-percent", 105) / 100.0;
  }

  /** Cached reads a second, and the server's microseconds for each. */
  private record Look(double rate, double micros) {}

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var with = stack.startAnother();
      var without = stack.startAnother(Map.of("HOLDFAST_LIMITS", "off"));
      var reads = ReadTraffic.of(stack, bookings);
      report.say("Warming up both.");
      look("With limits", with, reads, warmUp, () -> stack.cpuWith(with), null);
      look("Without", without, reads, warmUp, () -> stack.cpuWith(without), null);
      var counted = new Look[rounds];
      var free = new Look[rounds];
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < 2; turn++) {
          stack.calm();
          if ((round + turn) % 2 == 0) {
            counted[round] =
                look("With limits", with, reads, phase, () -> stack.cpuWith(with), report);
          } else {
            free[round] =
                look("Without", without, reads, phase, () -> stack.cpuWith(without), report);
          }
        }
      }
      judge(counted, free, report);
    }
  }

  private Look look(
      String what,
      Server server,
      ReadTraffic reads,
      Duration duration,
      Supplier<Cpu> cpu,
      @Nullable Report report) {
    var before = cpu.get();
    var tally = new LoadGenerator(server.address()).run(Load.closed(connections, duration), reads);
    if (tally.count(200) < tally.count() || tally.unanswered() > 0) {
      throw new IllegalStateException(what + ": " + tally.statuses());
    }
    var used = cpu.get().since(before);
    if (report != null) {
      report.say(
          "%s: %,.0f times/s; %s; %s",
          what, tally.rate(200), tally.latencies(), used.each(tally.count()));
    }
    return new Look(tally.rate(200), used.server() * 1e6 / tally.count());
  }

  private void judge(Look[] with, Look[] without, Report report) {
    var ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ratios[round] = with[round].micros() / without[round].micros();
    }
    say("With limits", with, report);
    say("Without", without, report);
    report.target(
        Report.median(ratios) <= target,
        "a read takes %s times the server's CPU with limits; wanted: at most %.2f",
        Report.spread("%.3f", ratios),
        target);
  }

  private static void say(String what, Look[] looks, Report report) {
    var rates = new double[looks.length];
    var micros = new double[looks.length];
    for (int each = 0; each < looks.length; each++) {
      rates[each] = looks[each].rate();
      micros[each] = looks[each].micros();
    }
    report.say(
        "%s: %s times/s, %s µs of the server each",
        what, Report.spread("%,.0f", rates), Report.spread("%.2f", micros));
  }
}
