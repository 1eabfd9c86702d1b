package dev.holdfast.load;

import dev.holdfast.load.http.Exchange;
import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.http.Traffic;
import dev.holdfast.load.stack.Account;
import dev.holdfast.load.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Someone reads a list of a million bookings slowly, from a server with a small heap: every booking
 * comes once, the heap is flat, and others do not notice.
 */
final class SlowReader implements Program {
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Stack.Settings settings;
  private final Duration reading;
  private final Duration warmUp;
  private final Duration sample;
  private final int rate;
  private final int p99Millis;

  SlowReader(Options options) {
    settings = StackOptions.of(options, 1_000_000);
    reading = options.seconds("reading-seconds", 240);
    warmUp = options.seconds("warm-up", 30);
    // A look is a full collection, which all wait for: every 30 s it cannot be one answer of 100.
    sample = options.seconds("sample-seconds", 30);
    rate = options.number("rate", 200);
    p99Millis = options.number("p99-millis", 50);
  }

  /** What came, newest first: whoever comes in strict order comes once. */
  private static final class Walk {
    private final String newest;
    private String last = "g"; // after every hexadecimal digit
    private long count;
    private long younger;
    private long astray;

    private Walk(String newest) {
      this.newest = newest;
    }

    void take(String line) {
      var id = ID.matcher(line);
      if (!id.find() || id.group(1).compareTo(last) >= 0) {
        astray++;
        return;
      }
      last = id.group(1);
      if (last.compareTo(newest) > 0) {
        younger++;
      } else {
        count++;
      }
    }
  }

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var generator = new LoadGenerator(stack.server().address());
      warmUp(stack, generator, report);
      stack.calm();
      var alone = generator.run(Load.open(16, rate, warmUp), others(stack));
      report.say("Others, without the reader: %s; %s", alone.latencies(), alone.statuses());
      long expected = stack.postgres().number("SELECT count(*) FROM bookings");
      var walk = new Walk(stack.postgres().text("SELECT max(id::text) FROM bookings"));
      report.say("Reading %,d bookings in %d s.", expected, reading.toSeconds());
      try (var heap = stack.watchHeap(sample);
          var reader = Executors.newSingleThreadExecutor()) {
        double pace = expected / (double) reading.toSeconds();
        var seconds = reader.submit(() -> read(stack, stack.admin(), pace, walk::take));
        others(stack, generator, seconds, report);
        report.say(
            "Read in %.0f s: %,d bookings, and %d younger ones.",
            seconds.get(), walk.count, walk.younger);
        report.target(
            walk.count == expected && walk.astray == 0,
            "%,d of %,d bookings came, %d out of order or twice; wanted: each once",
            walk.count,
            expected,
            walk.astray);
        Flatness.judge(heap.left(), report);
      }
    }
  }

  /** A list that is read for the first time is compiled while it is read; that is not the case. */
  private void warmUp(Stack stack, LoadGenerator generator, Report report) throws Exception {
    report.say("Warming up.");
    try (var reader = Executors.newSingleThreadExecutor()) {
      var ownBookings = reader.submit(() -> read(stack, stack.accounts().getFirst(), 0, _ -> {}));
      generator.run(Load.open(16, rate, warmUp), others(stack));
      ownBookings.get();
    }
  }

  /** Nine reads and a booking. */
  private static Traffic others(Stack stack) throws Exception {
    var reads = ReadTraffic.of(stack, 1_000);
    var creates = CreateTraffic.forFreeSlots(stack);
    var turn = new int[1];
    return request -> (turn[0]++ % 10 == 0 ? creates : reads).next(request);
  }

  private void others(Stack stack, LoadGenerator generator, Future<Double> reader, Report report)
      throws Exception {
    // Ends a little before the reader, so that all of it is beside the reader.
    var tally =
        generator.run(Load.open(16, rate, reading.multipliedBy(9).dividedBy(10)), others(stack));
    report.say("Others, beside the reader: %s; %s", tally.latencies(), tally.statuses());
    report.target(
        !reader.isDone() && tally.millis(99) <= p99Millis,
        "meanwhile 99 %% of others' requests are answered within %.1f ms; wanted: %d ms",
        tally.millis(99),
        p99Millis);
  }

  /**
   * Reads all that the account may see, so many lines a second, or as fast as they come with 0.
   *
   * @return how many seconds it took
   */
  private static double read(Stack stack, Account account, double pace, Exchange.Reader line)
      throws IOException {
    long start = System.nanoTime();
    try (var exchange = new Exchange(stack.server().address(), SILENCE)) {
      exchange.head(
          """
          GET /v1/bookings HTTP/1.1\r
          Host: 127.0.0.1:%d\r
          Authorization: Bearer %s\r
          Accept: application/x-ndjson\r
          """
              .formatted(stack.server().address().getPort(), account.token()));
      int status = exchange.read(pace, line);
      if (status != 200) {
        throw new IllegalStateException("refused with " + status);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
