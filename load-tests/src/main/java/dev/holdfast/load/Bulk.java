package dev.holdfast.load;

import dev.holdfast.load.http.Exchange;
import dev.holdfast.load.stack.Slots;
import dev.holdfast.load.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A million bookings in one request, the answers read while the lines are written, by a server with
 * a small heap: every line answered in order with 201, and the heap flat.
 */
final class Bulk implements Program {
  private static final Pattern STATUS = Pattern.compile("\"status\":(\\d{3})");
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Stack.Settings settings;
  private final int lines;
  private final int warmUpLines;
  private final Duration sample;

  Bulk(Options options) {
    settings = StackOptions.of(options, 50_000);
    lines = options.number("lines", 1_000_000);
    warmUpLines = options.number("warm-up-lines", 50_000);
    sample = options.seconds("sample-seconds", 5);
  }

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      report.say("Warming up with %,d lines.", warmUpLines);
      send(stack, warmUpLines);
      stack.calm();
      report.say("Booking %,d lines.", lines);
      var before = stack.cpu();
      long start = System.nanoTime();
      try (var heap = stack.watchHeap(sample)) {
        var answers = send(stack, lines);
        double seconds = (System.nanoTime() - start) / 1e9;
        report.say(
            "%,d lines in %.0f s: %,.0f lines/s; statuses %s; %s",
            answers.count,
            seconds,
            answers.count / seconds,
            answers.statuses,
            stack.cpu().since(before).each(lines));
        report.target(
            answers.count == lines
                && answers.astray == 0
                && answers.statuses.equals(Map.of("201", (long) lines)),
            "%,d of %,d lines answered, %d out of order; wanted: all, in order, with 201",
            answers.count,
            lines,
            answers.astray);
        Flatness.judge(heap.left(), report);
      }
    }
  }

  /** What came back, and whether it came in order. */
  private static final class Answers {
    private final String run;
    private final Map<String, Long> statuses = new TreeMap<>();
    private long count;
    private long astray;

    private Answers(String run) {
      this.run = run;
    }

    void take(String line) {
      count++;
      if (!line.contains("\"line\":" + count + ",")
          || !line.contains("\"key\":\"" + run + "-" + count + "\"")) {
        astray++;
      }
      var status = STATUS.matcher(line);
      statuses.merge(status.find() ? status.group(1) : line, 1L, Long::sum);
    }
  }

  private static Answers send(Stack stack, int lines) throws Exception {
    var run = UUID.randomUUID().toString();
    var answers = new Answers(run);
    try (var exchange = new Exchange(stack.server().address(), SILENCE);
        var writer = Executors.newSingleThreadExecutor()) {
      exchange.head(
          """
          POST /v1/bookings/bulk HTTP/1.1\r
          Host: 127.0.0.1:%d\r
          Authorization: Bearer %s\r
          Content-Type: application/x-ndjson\r
          Accept: application/x-ndjson\r
          Transfer-Encoding: chunked\r
          """
              .formatted(stack.server().address().getPort(), stack.accounts().getFirst().token()));
      var written =
          writer.submit(
              () -> {
                write(exchange, stack.slots(), run, lines);
                return lines;
              });
      int status = exchange.read(0, answers::take);
      if (status != 200) {
        throw new IllegalStateException("refused with " + status + ": " + answers.statuses);
      }
      written.get();
      return answers;
    }
  }

  private static void write(Exchange exchange, Slots slots, String run, int lines)
      throws IOException {
    for (int line = 1; line <= lines; line++) {
      long slot = slots.take();
      exchange.line(
          """
          {"key":"%s-%d","items":[{"resourceId":"%s","start":"%s","end":"%s"}]}\
          """
              .formatted(run, line, slots.resource(slot), slots.start(slot), slots.end(slot)));
    }
    exchange.end();
  }
}
