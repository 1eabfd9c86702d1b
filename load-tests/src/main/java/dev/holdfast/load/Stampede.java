package dev.holdfast.load;

import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.stack.Stack;
import java.time.Duration;

/**
 * Thousands want one slot at once. One of them gets it, the others are told so, and nobody waits
 * long or sees anything else; the server may say that it is overloaded.
 */
final class Stampede implements Program {
  private final Stack.Settings settings;
  private final int rounds;
  private final int requests;
  private final int connections;
  private final Duration warmUp;
  private final Duration limit;

  Stampede(Options options) {
    settings = StackOptions.of(options, 50_000);
    rounds = options.number("rounds", 5);
    requests = options.number("requests", 10_000);
    connections = options.number("connections", 500);
    warmUp = options.seconds("warm-up", 20);
    limit = options.seconds("limit", 5);
  }

  @Override
  public void run(Report report) {
    try (var stack = StackOptions.start(settings, report)) {
      var generator = new LoadGenerator(stack.server().address());
      report.say("Warming up.");
      generator.run(Load.closed(64, warmUp), CreateTraffic.forFreeSlots(stack));
      for (int round = 1; round <= rounds; round++) {
        stack.calm();
        stampede(stack, generator, round, report);
      }
    }
  }

  private void stampede(Stack stack, LoadGenerator generator, int round, Report report) {
    long deadlocks = stack.postgres().logged("deadlock detected");
    var before = stack.cpu();
    var tally =
        generator.run(
            Load.burst(connections, requests, limit.multipliedBy(6)),
            CreateTraffic.forOneSlot(stack, stack.slots().take()));
    deadlocks = stack.postgres().logged("deadlock detected") - deadlocks;
    report.say(
        "%s; %s; %s",
        tally.statuses(), tally.latencies(), stack.cpu().since(before).each(requests));
    long expected = tally.count(201) + tally.count(409) + tally.count(503);
    boolean isClean =
        tally.count(201) == 1
            && expected == requests
            && tally.count() == expected
            && deadlocks == 0;
    report.target(
        isClean && tally.toLastAnswer().compareTo(limit) <= 0,
        "round %d: %d booked, %d times no, %d times overloaded, %d other answers, %d without one,"
            + " %d deadlocks, all in %.1f s; wanted: one booked, all answered in %d s, none else",
        round,
        tally.count(201),
        tally.count(409),
        tally.count(503),
        tally.count() - expected,
        requests - tally.count(),
        deadlocks,
        tally.toLastAnswer().toMillis() / 1000.0,
        limit.toSeconds());
  }
}
