package dev.holdfast.load;

import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.http.Traffic;
import dev.holdfast.load.stack.Cpu;
import dev.holdfast.load.stack.Server;
import dev.holdfast.load.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many cached bookings the server shows per second, each with a token and to whom it belongs,
 * against how often a bare route says a constant of the same size. In turns, in the same JVM.
 */
final class Reads implements Program {
  private final Stack.Settings settings;
  private final int rounds;
  private final int connections;
  private final int bookings;
  private final Duration warmUp;
  private final Duration phase;
  private final double target;

  Reads(Options options) {
    settings = StackOptions.of(options, 10_000);
    rounds = options.number("rounds", 3);
    connections = options.number("connections", 64);
    bookings = options.number("hot", 1_000);
    warmUp = options.seconds("warm-up", 25);
    phase = options.seconds("seconds", 15);
    target = options.number("target-percent", 75) / 100.0;
  }

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var reads = ReadTraffic.of(stack, bookings);
      int length =
          stack
              .server()
              .api()
              .get(reads.firstPath(), reads.firstOwner().token())
              .getBytes(StandardCharsets.UTF_8)
              .length;
      report.say("A booking is %d bytes.", length);
      var bare = stack.beside(BareServer.class, reads.firstPath(), "" + length);
      report.say("Warming up both.");
      measure("bookings", stack.server(), reads, warmUp, stack::cpu, null);
      measure("a constant", bare, ReadTraffic.bare(bare.address()), warmUp, stack::cpu, null);
      var holdfast = new double[rounds];
      var constant = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        stack.calm();
        constant[round] =
            measure(
                "a constant",
                bare,
                ReadTraffic.bare(bare.address()),
                phase,
                () -> stack.cpuWith(bare),
                report);
        stack.calm();
        holdfast[round] = measure("bookings", stack.server(), reads, phase, stack::cpu, report);
      }
      report.say("A constant, times/s: %s", Report.spread("%,.0f", constant));
      report.say("Bookings, times/s: %s", Report.spread("%,.0f", holdfast));
      double ratio = Report.median(holdfast) / Report.median(constant);
      report.target(
          ratio >= target, "bookings are read %.2f times as fast; wanted: %.2f", ratio, target);
    }
  }

  private double measure(
      String what,
      Server server,
      Traffic traffic,
      Duration duration,
      Supplier<Cpu> cpu,
      @Nullable Report report) {
    var before = cpu.get();
    var tally =
        new LoadGenerator(server.address()).run(Load.closed(connections, duration), traffic);
    if (report != null) {
      report.say(
          "%s: %,.0f times/s; %s; %s; %s",
          what,
          tally.rate(200),
          tally.latencies(),
          tally.statuses(),
          cpu.get().since(before).each(tally.count()));
    }
    if (tally.count(200) < tally.count() || tally.unanswered() > 0) {
      throw new IllegalStateException(what + ": " + tally.statuses());
    }
    return tally.rate(200);
  }
}
