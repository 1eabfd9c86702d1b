package dev.holdfast.load;

import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.stack.Stack;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many bookings the server makes per second over HTTP, with a token and an idempotency key and
 * all rules checked, against how many a plain program makes with one statement and one transaction
 * for each. In turns, so that what the machine does otherwise weighs on both.
 *
 * <p>The plain program has a database of its own in the same PostgreSQL, a copy of the server's:
 * the server's consumers have no work with what it books.
 */
final class Ceiling implements Program {
  private static final String COPY = "plain";

  private final Stack.Settings settings;
  private final int rounds;
  private final int jdbcConnections;
  private final int httpConnections;
  private final Duration warmUp;
  private final Duration phase;
  private final double target;
  private final boolean isHttpOnly;

  Ceiling(Options options) {
    settings = StackOptions.of(options, 200_000, COPY);
    rounds = options.number("rounds", 3);
    jdbcConnections = options.number("jdbc-connections", 16);
    httpConnections = options.number("connections", 128);
    warmUp = options.seconds("warm-up", 90);
    phase = options.seconds("seconds", 15);
    target = options.number("target-percent", 150) / 100.0;
    isHttpOnly = options.flag("http-only");
  }

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var plain = new JdbcBookings(stack, COPY);
      report.say("Warming up.");
      http(stack, warmUp, null);
      if (!isHttpOnly) {
        plain.run(jdbcConnections, warmUp.dividedBy(2));
      }
      var jdbc = new double[rounds];
      var http = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        if (!isHttpOnly) {
          rest(stack, report);
          jdbc[round] = jdbc(stack, plain, report);
        }
        rest(stack, report);
        http[round] = http(stack, phase, report);
      }
      report.say("HTTP, bookings/s: %s", Report.spread("%,.0f", http));
      if (!isHttpOnly) {
        report.say("JDBC, bookings/s: %s", Report.spread("%,.0f", jdbc));
        double ratio = Report.median(http) / Report.median(jdbc);
        report.target(
            ratio >= target, "HTTP makes %.2f times as many bookings; wanted: %.2f", ratio, target);
      }
    }
  }

  private static void rest(Stack stack, Report report) {
    if (!stack.calm()) {
      report.say("Server and database do not rest; measuring all the same.");
    }
  }

  private double jdbc(Stack stack, JdbcBookings plain, Report report) throws Exception {
    var before = stack.cpu();
    long count = plain.run(jdbcConnections, phase);
    double rate = count * 1e9 / phase.toNanos();
    report.say(
        "JDBC on %d connections: %,.0f bookings/s; %s",
        jdbcConnections, rate, stack.cpu().since(before).each(count));
    return rate;
  }

  private double http(Stack stack, Duration duration, @Nullable Report report) {
    var before = stack.cpu();
    var tally =
        new LoadGenerator(stack.server().address())
            .run(Load.closed(httpConnections, duration), CreateTraffic.forFreeSlots(stack));
    if (report != null) {
      report.say(
          "HTTP on %d connections: %,.0f bookings/s; %s; %s; %s",
          httpConnections,
          tally.rate(201),
          tally.latencies(),
          tally.statuses(),
          stack.cpu().since(before).each(tally.count()));
    }
    return tally.rate(201);
  }
}
