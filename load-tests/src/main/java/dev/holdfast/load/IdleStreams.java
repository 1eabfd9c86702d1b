package dev.holdfast.load;

import dev.holdfast.load.http.Cuts;
import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.http.Streams;
import dev.holdfast.load.http.Subscription;
import dev.holdfast.load.stack.Stack;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What it costs that thousands follow bookings of theirs to which nothing happens: how much of the
 * heap each takes, and whether others who book notice. Without them and with them, in turns.
 */
final class IdleStreams implements Program {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOOKS = 3;

  private final Stack.Settings settings;
  private final int clients;
  private final int rounds;
  private final int rate;
  private final Duration warmUp;
  private final Duration phase;
  private final boolean isOfEvents;
  private final int heapKilobytes;
  private final int slowerPercent;

  IdleStreams(Options options) {
    settings = StackOptions.of(options, 20_000);
    clients = options.number("clients", 10_000);
    rounds = options.number("rounds", 3);
    rate = options.number("rate", 200);
    warmUp = options.seconds("warm-up", 20);
    phase = options.seconds("seconds", 10);
    isOfEvents = options.flag("of-events");
    heapKilobytes = options.number("heap-kilobytes", 10);
    slowerPercent = options.number("slower-percent", 200);
  }

  /** What was seen in one phase. */
  private record Look(double heap, double resident, double p50, double p99) {}

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var generator = new LoadGenerator(stack.server().address());
      report.say("Warming up, with streams and without.");
      follow(stack, () -> generator.run(book(warmUp), CreateTraffic.forFreeSlots(stack)), report);
      var without = new ArrayList<Look>();
      var with = new ArrayList<Look>();
      for (int round = 0; round < rounds; round++) {
        without.add(look("Without", stack, generator, report));
        follow(stack, () -> with.add(look("With", stack, generator, report)), report);
      }
      judge(without, with, report);
    }
  }

  private Load book(Duration duration) {
    return Load.open(64, rate, duration);
  }

  /** Does something while all of them follow. */
  private void follow(Stack stack, Runnable meanwhile, Report report) throws Exception {
    long begin = System.nanoTime();
    try (var streams = new Streams(Cuts.never())) {
      for (var head : heads(stack)) {
        streams.follow(new Subscription(List.of(stack.server().address()), head, null, _ -> {}));
      }
      if (!Await.until(PATIENCE, () -> streams.open() == clients)) {
        throw new IllegalStateException(
            "only " + streams.open() + " can follow: " + streams.summary());
      }
      report.say("%,d follow, after %.1f s.", clients, (System.nanoTime() - begin) / 1e9);
      meanwhile.run();
      if (streams.letGo() > 0) {
        report.target(false, "streams were ended: %s; wanted: none", streams.summary());
      }
    }
  }

  /** Each follows another booking, or all of them events of which there are none. */
  private List<Supplier<String>> heads(Stack stack) throws SQLException {
    if (isOfEvents) {
      var head = StreamHead.of("/v1/events?types=venue.created", stack.accounts().getFirst());
      return Collections.nCopies(clients, head);
    }
    var bookings = OwnBooking.newest(stack, clients);
    if (bookings.size() < clients) {
      throw new IllegalArgumentException("there are no more than --bookings to be followed");
    }
    return bookings.stream()
        .map(each -> StreamHead.of("/v1/bookings/" + each.id() + "/events", each.owner()))
        .toList();
  }

  private Look look(String what, Stack stack, LoadGenerator generator, Report report) {
    stack.calm();
    var heaps = new double[LOOKS];
    for (int each = 0; each < LOOKS; each++) {
      heaps[each] = stack.heap();
    }
    var before = stack.cpu();
    var tally = generator.run(book(phase), CreateTraffic.forFreeSlots(stack));
    var look =
        new Look(
            Report.median(heaps), stack.server().resident(), tally.millis(50), tally.millis(99));
    report.say(
        "%s: the heap holds %.0f MiB, the process %.0f MiB; %s; %s; %s",
        what,
        look.heap(),
        look.resident(),
        tally.latencies(),
        tally.statuses(),
        stack.cpu().since(before).each(tally.count()));
    return look;
  }

  private void judge(List<Look> without, List<Look> with, Report report) {
    report.say(
        "Without: p50 %s ms, p99 %s ms; heap %s MiB, process %s MiB.",
        Report.spread("%.1f", all(without, Look::p50)),
        Report.spread("%.1f", all(without, Look::p99)),
        Report.spread("%.0f", all(without, Look::heap)),
        Report.spread("%.0f", all(without, Look::resident)));
    report.say(
        "With %,d: p50 %s ms, p99 %s ms; heap %s MiB, process %s MiB.",
        clients,
        Report.spread("%.1f", all(with, Look::p50)),
        Report.spread("%.1f", all(with, Look::p99)),
        Report.spread("%.0f", all(with, Look::heap)),
        Report.spread("%.0f", all(with, Look::resident)));
    var each = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      each[round] = (with.get(round).heap() - without.get(round).heap()) * 1024 / clients;
    }
    report.target(
        Report.median(each) <= heapKilobytes,
        "each takes %s KiB of the heap; wanted: at most %d",
        Report.spread("%.1f", each),
        heapKilobytes);
    double ratio = Report.median(all(with, Look::p99)) / Report.median(all(without, Look::p99));
    report.target(
        ratio <= slowerPercent / 100.0,
        "bookings' p99 is %.2f times what it is without them; wanted: at most %.2f",
        ratio,
        slowerPercent / 100.0);
  }

  private static double[] all(List<Look> looks, ToDoubleFunction<Look> figure) {
    return looks.stream().mapToDouble(figure).toArray();
  }
}
