package dev.holdfast.load;

import dev.holdfast.load.Arrivals.Delays;
import dev.holdfast.load.http.Cuts;
import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.http.StreamedEvent;
import dev.holdfast.load.http.Streams;
import dev.holdfast.load.http.Subscription;
import dev.holdfast.load.stack.Fields;
import dev.holdfast.load.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * How soon those who follow hear of a booking, while bookings come at half the rate that is the
 * server's peak: when the database wakes the server, and, in turns with that, when it does not and
 * the server has only its own looking to go by.
 */
final class News implements Program {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Stack.Settings settings;
  private final int[] clients;
  private final int subscribers;
  private final int rounds;
  private final Duration warmUp;
  private final Duration search;
  private final Duration phase;
  private final int p99Millis;

  News(Options options) {
    settings = StackOptions.of(options, 100_000);
    clients = Peak.clients(options);
    subscribers = options.number("subscribers", 10);
    rounds = options.number("rounds", 3);
    warmUp = options.seconds("warm-up", 30);
    search = options.seconds("search-seconds", 5);
    phase = options.seconds("seconds", 8);
    p99Millis = options.number("p99-millis", 100);
  }

  @Override
  public void run(Report report) throws Exception {
    Steadiness.look(report);
    try (var stack = StackOptions.start(settings, report);
        var streams = new Streams(Cuts.never())) {
      var generator = new LoadGenerator(stack.server().address());
      report.say("Warming up.");
      generator.run(Load.closed(64, warmUp), CreateTraffic.forFreeSlots(stack));
      var peak = Peak.find(stack, generator, clients, search, report);
      var listening = listen(streams, stack);
      var awake = new ArrayList<Delays>();
      var asleep = new ArrayList<Delays>();
      // Streams are compiled as well before they are measured.
      var _ = measure("Warm-up", warmUp.dividedBy(2), stack, peak, streams, listening, report);
      for (int round = 0; round < rounds; round++) {
        awake.add(measure("Woken", phase, stack, peak, streams, listening, report));
        try (var silence = stack.withoutWakeUps()) {
          asleep.add(measure("Not woken", phase, stack, peak, streams, listening, report));
          report.say("Connections for wake-ups that were ended: %d.", silence.ended());
          if (silence.ended() == 0) {
            throw new IllegalStateException("nobody listened, so nothing was taken away");
          }
        }
      }
      report.say("Woken: %s.", summary(awake));
      report.say("Not woken: %s.", summary(asleep));
      double p99 = Report.median(millis(awake, Delays::sinceEvent, 99));
      report.target(
          p99 <= p99Millis,
          "at half the peak 99 %% of the news come within %.1f ms of the event; wanted: %d ms",
          p99,
          p99Millis);
    }
  }

  /**
   * Lets all subscribers follow; what they are told of goes to whatever stands in the reference.
   */
  private AtomicReference<Arrivals> listen(Streams streams, Stack stack)
      throws InterruptedException {
    var listening = new AtomicReference<>(new Arrivals(subscribers));
    var head = StreamHead.of("/v1/events?types=booking.created", stack.admin());
    // Whoever begins with "from now on", and is cut before anything has come, would miss something.
    var start = Noted.book(stack, stack.accounts().getFirst()).created();
    for (int each = 0; each < subscribers; each++) {
      streams.follow(
          new Subscription(
              List.of(stack.server().address()),
              head,
              start,
              event -> arrived(event, listening.get())));
    }
    if (!Await.until(PATIENCE, () -> streams.open() == subscribers)) {
      throw new IllegalStateException("not all can follow: " + streams.summary());
    }
    return listening;
  }

  private static void arrived(StreamedEvent event, Arrivals arrivals) {
    var happened = Instant.parse(Fields.text(event.data(), "occurredAt"));
    arrivals.arrived(
        Fields.text(event.data(), "aggregateId"),
        event.nanos(),
        ChronoUnit.MICROS.between(happened, Instant.now()));
  }

  private Delays measure(
      String what,
      Duration duration,
      Stack stack,
      Peak peak,
      Streams streams,
      AtomicReference<Arrivals> listening,
      Report report)
      throws InterruptedException {
    stack.calm();
    var arrivals = new Arrivals(subscribers);
    listening.set(arrivals);
    long letGo = streams.letGo();
    var before = stack.cpu();
    var tally =
        new LoadGenerator(stack.server().address())
            .run(
                Load.open(peak.clients() * 4, peak.rate() / 2, duration),
                CreateTraffic.forFreeSlots(stack),
                (status, body) -> {
                  if (status == 201) {
                    arrivals.answered(Fields.text(body, "id"), System.nanoTime());
                  }
                });
    boolean isComplete = Await.until(PATIENCE, arrivals::isComplete);
    var delays = arrivals.delays();
    report.say(
        "%s: %,.0f bookings/s, %s; %s; from the event %s; from the answer %s, before it %.0f %%; %d"
            + " streams ended; %s",
        what,
        tally.rate(201),
        tally.statuses(),
        tally.latencies(),
        latencies(delays.sinceEvent()),
        latencies(delays.sinceAnswer()),
        100.0 * delays.faster() / Math.max(1, delays.sinceAnswer().getTotalCount()),
        streams.letGo() - letGo,
        stack.cpu().since(before).each(tally.count()));
    if (!isComplete) {
      report.target(false, "%,d news did not come; wanted: all", arrivals.missing());
    }
    return delays;
  }

  private static String summary(List<Delays> rounds) {
    return String.format(
        Locale.ROOT,
        "from the event p50 %s ms, p99 %s ms; from the answer p99 %s ms",
        Report.spread("%.1f", millis(rounds, Delays::sinceEvent, 50)),
        Report.spread("%.1f", millis(rounds, Delays::sinceEvent, 99)),
        Report.spread("%.1f", millis(rounds, Delays::sinceAnswer, 99)));
  }

  private static double[] millis(
      List<Delays> rounds, Function<Delays, Histogram> which, double percentile) {
    return rounds.stream().mapToDouble(delays -> millis(which.apply(delays), percentile)).toArray();
  }

  private static String latencies(Histogram micros) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
        millis(micros, 50),
        millis(micros, 99),
        millis(micros, 100));
  }

  private static double millis(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
