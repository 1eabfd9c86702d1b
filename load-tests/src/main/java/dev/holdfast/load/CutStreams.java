package dev.holdfast.load;

import dev.holdfast.load.http.Cuts;
import dev.holdfast.load.http.Load;
import dev.holdfast.load.http.LoadGenerator;
import dev.holdfast.load.http.StreamedEvent;
import dev.holdfast.load.http.Streams;
import dev.holdfast.load.http.Subscription;
import dev.holdfast.load.http.Tally;
import dev.holdfast.load.stack.Server;
import dev.holdfast.load.stack.Stack;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Many book and cancel while others follow, hang up in the middle of whatever they are being told,
 * and take the stream up again, with several servers each time at another one. Each of them has
 * been told everything once, in the order in which {@code /v1/changes} has it afterwards.
 */
final class CutStreams implements Program {
  private static final Duration AFTERTHOUGHT = Duration.ofSeconds(1);

  private final Stack.Settings settings;
  private final int nodes;
  private final int writers;
  private final int clients;
  private final int noted;
  private final Duration warmUp;
  private final Duration writing;
  private final Duration longest;
  private final Duration pause;
  private final Duration catchUp;

  CutStreams(Options options) {
    settings = StackOptions.of(options, 20_000);
    nodes = options.number("nodes", 1);
    writers = options.number("writers", 300);
    clients = options.number("clients", 50);
    noted = options.number("noted", 5);
    warmUp = options.seconds("warm-up", 25);
    writing = options.seconds("seconds", 30);
    longest = Duration.ofMillis(options.number("longest-millis", 3_000));
    pause = Duration.ofMillis(options.number("pause-millis", 1_000));
    catchUp = options.seconds("catch-up-seconds", 90);
  }

  /** One who follows everything or a single booking. Told by the streams' one thread. */
  private static final class Reader {
    private final @Nullable Noted booking;
    private final Map<String, String> ids;
    private final List<String> told = new ArrayList<>();
    private volatile int count;
    private long mislabelled;

    /**
     * @param ids shared: all are told the same, so one text for each is enough
     */
    Reader(@Nullable Noted booking, Map<String, String> ids) {
      this.booking = booking;
      this.ids = ids;
    }

    @Nullable String bookingId() {
      return booking == null ? null : booking.id();
    }

    Subscription subscription(List<InetSocketAddress> servers, Stack stack, String start) {
      return booking == null
          ? new Subscription(servers, StreamHead.of("/v1/events", stack.admin()), start, this::take)
          : new Subscription(
              servers,
              StreamHead.of("/v1/bookings/" + booking.id() + "/events", booking.owner()),
              booking.created(),
              this::take);
    }

    private void take(StreamedEvent event) {
      var id = event.id() == null ? "an event without an id" : event.id();
      if (!event.data().contains("\"id\":\"" + id + "\"")) {
        mislabelled++;
      }
      told.add(ids.computeIfAbsent(id, same -> same));
      count = told.size();
    }
  }

  /** How much was answered with success. */
  private record Written(long booked, long cancelled) {}

  @Override
  public void run(Report report) throws Exception {
    try (var stack = StackOptions.start(settings, report)) {
      var servers = servers(stack, report);
      report.say("Warming up.");
      write(stack, servers, List.of(), warmUp, report);
      var bookings = new ArrayList<Noted>();
      for (int each = 0; each < noted; each++) {
        bookings.add(Noted.book(stack, stack.accounts().getFirst()));
      }
      var start = Noted.book(stack, stack.accounts().getFirst()).created();
      var readers = readers(bookings);
      var streams = new Streams(new Cuts(RandomGenerator.getDefault(), longest, pause));
      Written written;
      ChangesLog log;
      try (streams) {
        readers.forEach(reader -> streams.follow(reader.subscription(servers, stack, start)));
        written = write(stack, servers, bookings, writing, report);
        report.say("Streams while it was written: %s.", streams.summary());
        streams.stopCutting();
        log = ChangesLog.after(start, bookings.stream().map(Noted::id).toList(), stack);
        catchUp(readers, log, report);
      }
      report.say("Streams in all: %s.", streams.summary());
      judge(log, written, report);
      judge(readers, log, report);
      judge(streams, report);
    }
  }

  private List<InetSocketAddress> servers(Stack stack, Report report) {
    var servers = new ArrayList<>(List.of(stack.server()));
    for (int node = 1; node < nodes; node++) {
      servers.add(stack.startAnother());
    }
    report.say(
        "%d writers and %d readers on %d servers; readers stay %d ms at most, then hang up and come"
            + " back within %d ms.",
        writers, clients, nodes, longest.toMillis(), pause.toMillis());
    return servers.stream().map(Server::address).toList();
  }

  /** One in five follows a single booking, as far as there are such bookings. */
  private List<Reader> readers(List<Noted> bookings) {
    var ids = new HashMap<String, String>();
    var readers = new ArrayList<Reader>();
    for (int each = 0; each < clients; each++) {
      boolean isOfOne = each % 5 == 0 && !bookings.isEmpty();
      readers.add(new Reader(isOfOne ? bookings.get(each / 5 % bookings.size()) : null, ids));
    }
    return readers;
  }

  private Written write(
      Stack stack,
      List<InetSocketAddress> servers,
      List<Noted> bookings,
      Duration duration,
      Report report)
      throws InterruptedException, ExecutionException {
    long until = System.nanoTime() + duration.toNanos();
    var before = stack.cpu();
    try (var threads = Executors.newCachedThreadPool()) {
      var tallies = new ArrayList<Future<Tally>>();
      for (var server : servers) {
        var traffic = new BookAndCancel(stack);
        var load = Load.closed(writers / servers.size(), duration);
        tallies.add(threads.submit(() -> new LoadGenerator(server).run(load, traffic, traffic)));
      }
      var notes = new ArrayList<Future<Long>>();
      for (var booking : bookings) {
        notes.add(threads.submit(() -> booking.keepNoting(stack, until)));
      }
      long changes = 0;
      for (var each : notes) {
        changes += each.get();
      }
      report.say("%,d notes were changed.", changes);
      long booked = 0;
      long cancelled = 0;
      for (var each : tallies) {
        var tally = each.get();
        report.say(
            "Writers of a server: %,.0f bookings/s, %,.0f cancellations/s; %s; %s",
            tally.rate(201), tally.rate(200), tally.latencies(), tally.statuses());
        booked += tally.count(201);
        cancelled += tally.count(200);
      }
      report.say("%s", stack.cpu().since(before).each(booked + cancelled));
      return new Written(booked, cancelled);
    }
  }

  private void catchUp(List<Reader> readers, ChangesLog log, Report report)
      throws InterruptedException {
    long begin = System.nanoTime();
    long behind = readers.stream().mapToLong(reader -> missing(reader, log)).max().orElse(0);
    boolean haveAll =
        Await.until(catchUp, () -> readers.stream().allMatch(reader -> missing(reader, log) <= 0));
    report.say(
        "The slowest reader was %,d events behind; %s %.1f s later.",
        behind,
        haveAll ? "all had caught up" : "not all had caught up",
        (System.nanoTime() - begin) / 1e9);
    // What comes twice may come late.
    Thread.sleep(AFTERTHOUGHT);
  }

  private static long missing(Reader reader, ChangesLog log) {
    return (long) log.of(reader.bookingId()).size() - reader.count;
  }

  private static void judge(ChangesLog log, Written written, Report report) {
    report.target(
        log.created() == written.booked() && log.cancelled() == written.cancelled(),
        "/v1/changes tells of %,d bookings made and %,d cancelled; wanted: %,d and %,d, as many as"
            + " were answered",
        log.created(),
        log.cancelled(),
        written.booked(),
        written.cancelled());
  }

  private static void judge(List<Reader> readers, ChangesLog log, Report report) {
    var tellings = new HashMap<@Nullable String, Telling>();
    var verdict = Telling.Verdict.FLAWLESS;
    long mislabelled = 0;
    long told = 0;
    for (var reader : readers) {
      var telling =
          tellings.computeIfAbsent(reader.bookingId(), booking -> new Telling(log.of(booking)));
      verdict = verdict.and(telling.judge(reader.told));
      mislabelled += reader.mislabelled;
      told += reader.told.size();
    }
    report.target(
        verdict.isFlawless() && mislabelled == 0 && told > 0,
        "%d readers, %d of them of one booking, were told %,d of %,d events %,d times: %s, %,d"
            + " under another id than their own; wanted: none",
        readers.size(),
        readers.stream().filter(reader -> reader.booking != null).count(),
        log.of(null).size(),
        log.of(null).size(),
        told,
        verdict,
        mislabelled);
    if (verdict.first() != null) {
      report.say("The first: %s.", verdict.first());
    }
  }

  private static void judge(Streams streams, Report report) {
    report.target(
        streams.hungUp() > 0 && streams.gone() == 0,
        "readers hung up %,d times, and %,d times were told that their place is gone; wanted: some,"
            + " and none",
        streams.hungUp(),
        streams.gone());
  }
}
