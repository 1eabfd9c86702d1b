package dev.holdfast.load;

import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.stack.Fields;
import dev.holdfast.load.stack.Stack;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the audit trail keeps up while as many book as the server can serve: how many entries it
 * gets in that time, and how long it takes afterwards until it has the last.
 */
final class Audit implements Program {
  private static final Duration FILLED = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Stack.Settings settings;
  private final int connections;
  private final int rounds;
  private final Duration warmUp;
  private final Duration phase;
  private final Duration catchUp;
  private final double target;

  Audit(Options options) {
    settings = StackOptions.withDocuments(options, 10_000);
    connections = options.number("connections", 64);
    rounds = options.number("rounds", 3);
    warmUp = options.seconds("warm-up", 20);
    phase = options.seconds("seconds", 15);
    catchUp = options.seconds("catch-up-seconds", 120);
    target = options.number("target-percent", 95) / 100.0;
  }

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var documents = StackOptions.documents(settings);
      report.say("The trail catches up with what was filled in.");
      caughtUp(stack, FILLED);
      report.say("Warming up.");
      var generator = new LoadGenerator(stack.server().address());
      generator.run(Load.closed(connections, warmUp), CreateTraffic.forFreeSlots(stack));
      caughtUp(stack, FILLED);
      var ratios = new double[rounds];
      var lags = new double[rounds];
      var booked = new double[rounds];
      var recorded = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        stack.calm();
        var seen = round(stack, generator, report);
        ratios[round] = seen.recorded() / seen.booked();
        lags[round] = seen.lag();
        booked[round] = seen.booked();
        recorded[round] = seen.overall();
      }
      report.say("%s", documents);
      report.say("Bookings/s: %s", Report.spread("%,.0f", booked));
      report.say(
          "Entries/s from the first booking until all were there: %s",
          Report.spread("%,.0f", recorded));
      report.say("Until the last was there, s: %s", Report.spread("%.2f", lags));
      double ratio = Report.median(ratios);
      report.target(
          ratio >= target,
          "while bookings come as fast as they can, %.0f %% of them (%s) are in the trail by the"
              + " end; wanted: %.0f %%",
          ratio * 100,
          Report.spread("%.2f", ratios),
          target * 100);
    }
  }

  /**
   * One round.
   *
   * @param booked bookings a second
   * @param recorded entries a second, while there were bookings
   * @param overall entries a second, until the last was there
   * @param lag how many seconds that was after the last booking
   */
  private record Seen(double booked, double recorded, double overall, double lag) {}

  private Seen round(Stack stack, LoadGenerator generator, Report report)
      throws InterruptedException {
    long first = entries(stack);
    var before = stack.cpu();
    long begin = System.nanoTime();
    var tally = generator.run(Load.closed(connections, phase), CreateTraffic.forFreeSlots(stack));
    long end = System.nanoTime();
    long meanwhile = entries(stack);
    caughtUp(stack, catchUp);
    long last = System.nanoTime();
    long all = entries(stack);
    double seconds = (end - begin) / 1e9;
    var seen =
        new Seen(
            tally.count(201) / seconds,
            (meanwhile - first) / seconds,
            (all - first) * 1e9 / (last - begin),
            (last - end) / 1e9);
    report.say(
        "%,.0f bookings/s; %s; %s; %,.0f entries/s meanwhile, all %,d %.2f s later; %s",
        seen.booked(),
        tally.latencies(),
        tally.statuses(),
        seen.recorded(),
        all - first,
        seen.lag(),
        stack.cpu().since(before).each(tally.count()));
    if (all - first < tally.count(201)) {
      report.target(
          false, "%,d entries for %,d bookings; wanted: one each", all - first, tally.count(201));
    }
    return seen;
  }

  /** How many entries there are: they are numbered. */
  private static long entries(Stack stack) throws InterruptedException {
    var answer = new AtomicReference<Optional<String>>(Optional.empty());
    boolean isThere =
        Await.until(
            PATIENCE,
            () -> {
              answer.set(stack.server().api().find("/v1/audit?limit=1", stack.admin().token()));
              return answer.get().isPresent();
            });
    if (!isThere) {
      throw new IllegalStateException("the trail cannot be asked");
    }
    var newest = answer.get().orElseThrow();
    return newest.contains("\"sequence\":") ? Fields.number(newest, "sequence") : 0;
  }

  /** Waits for the entry of a booking that is made now: it comes after all that happened before. */
  private static void caughtUp(Stack stack, Duration limit) throws InterruptedException {
    var last = Noted.book(stack, stack.accounts().getFirst());
    var path = "/v1/audit?limit=1&entityId=" + last.id();
    boolean isThere =
        Await.until(
            limit,
            () ->
                stack
                    .server()
                    .api()
                    .find(path, stack.admin().token())
                    .filter(found -> found.contains("\"sequence\":"))
                    .isPresent());
    if (!isThere) {
      throw new IllegalStateException(
          "the trail had not caught up after " + limit.toSeconds() + " s");
    }
  }
}
