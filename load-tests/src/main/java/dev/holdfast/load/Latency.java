package dev.holdfast.load;

import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.stack.Stack;
import java.time.Duration;

/**
 * How long a booking takes when the server is well used, and whether it still books when ten times
 * as many clients come as it can serve best.
 *
 * <p>The peak is the best of several numbers of clients, each of which sends its next request when
 * it has an answer. Then requests come at 70 % of that rate, whether or not the server keeps up,
 * and count from when they were due. At last ten times the clients of the peak come; those sent
 * away with 503 come back at once.
 */
final class Latency implements Program {
  private final Stack.Settings settings;
  private final int[] clients;
  private final Duration warmUp;
  private final Duration search;
  private final Duration phase;
  private final int p99Millis;

  Latency(Options options) {
    settings = StackOptions.of(options, 200_000);
    clients = Peak.clients(options);
    warmUp = options.seconds("warm-up", 25);
    search = options.seconds("search-seconds", 10);
    phase = options.seconds("seconds", 30);
    p99Millis = options.number("p99-millis", 50);
  }

  @Override
  public void run(Report report) throws Exception {
    Steadiness.look(report);
    try (var stack = StackOptions.start(settings, report)) {
      var generator = new LoadGenerator(stack.server().address());
      report.say("Warming up.");
      generator.run(Load.closed(64, warmUp), CreateTraffic.forFreeSlots(stack));
      var peak = Peak.find(stack, generator, clients, search, report);
      wellUsed(stack, generator, peak, report);
      overrun(stack, generator, peak, report);
    }
  }

  private void wellUsed(Stack stack, LoadGenerator generator, Peak peak, Report report) {
    stack.calm();
    double rate = peak.rate() * 0.7;
    var before = stack.cpu();
    var tally =
        generator.run(
            Load.open(peak.clients() * 4, rate, phase), CreateTraffic.forFreeSlots(stack));
    report.say(
        "%,.0f requests/s come: %,.0f bookings/s; %s; %s; %s",
        rate,
        tally.rate(201),
        tally.latencies(),
        tally.statuses(),
        stack.cpu().since(before).each(tally.count()));
    report.target(
        tally.millis(99) <= p99Millis && tally.count(201) == tally.count(),
        "at 70 %% of the peak 99 %% are answered within %.1f ms; wanted: %d ms, and all with 201",
        tally.millis(99),
        p99Millis);
  }

  private void overrun(Stack stack, LoadGenerator generator, Peak peak, Report report) {
    stack.calm();
    var before = stack.cpu();
    var tally =
        generator.run(Load.closed(peak.clients() * 10, phase), CreateTraffic.forFreeSlots(stack));
    report.say(
        "%d clients: %,.0f bookings/s, p99 %.1f ms; %,.0f times overloaded/s, p99 %.1f ms; %s; %s",
        peak.clients() * 10,
        tally.rate(201),
        tally.millis(201, 99),
        tally.rate(503),
        tally.millis(503, 99),
        tally.statuses(),
        stack.cpu().since(before).each(tally.count()));
    double left = tally.rate(201) / peak.rate();
    report.target(
        left >= 0.8 && tally.count(201) + tally.count(503) == tally.count(),
        "with ten times the clients of the peak %.0f %% of it are left; wanted: 80 %%, and 201 or"
            + " 503",
        left * 100);
  }
}
