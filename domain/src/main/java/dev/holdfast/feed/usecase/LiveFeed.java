package dev.holdfast.feed.usecase;

import dev.holdfast.feed.FeedRejection.PositionGone;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.Slice;
import dev.holdfast.shared.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * What happens, as it happens, for everyone on this node who wants to know: one tail of the log
 * however many follow. The newest events stay in a ring; who starts further back reads the log
 * itself until the ring reaches, and changes over without a gap and without seeing anything twice.
 *
 * <p>The tail waits for nobody. Followers of one aggregate or resource are found by it, so that ten
 * thousand of them cost nothing while others' bookings change. While the log cannot be read,
 * followers simply hear nothing; the tail goes on where it was.
 */
public final class LiveFeed {
  /**
   * @param poll how often the log is looked at without a hint
   * @param heldBackPoll how soon again when an open transaction keeps back what is there
   * @param slice how many events are read at once
   * @param ring how many of the newest events are kept: enough, at several thousand events a
   *     second, for whoever looks four times a second
   * @param buffer how many events may wait for one follower before they are let go: at least a
   *     slice, for the tail hands on what it has read faster than anyone can take it
   */
  public record Settings(Duration poll, Duration heldBackPoll, int slice, int ring, int buffer) {
    public static final Settings DEFAULT =
        new Settings(Duration.ofMillis(250), Duration.ofMillis(20), 500, 2_000, 1_000);

    public Settings {
      if (buffer < slice) {
        throw new IllegalArgumentException(
            "a buffer of " + buffer + " cannot take a slice of " + slice);
      }
    }
  }

  private final EventLog log;
  private final Settings settings;
  private final List<Consumer<LoggedEvent>> listeners;
  private final Sinks.Empty<Void> started = Sinks.empty();
  private final Sinks.Empty<Void> closing = Sinks.empty();

  private final Object lock = new Object();
  private final Map<UUID, Set<Follower>> byTopic = new HashMap<>();
  private final Map<Follower, Predicate<LoggedEvent>> ofEverything = new HashMap<>();
  private @Nullable Ring ring;
  private boolean closed;

  private volatile @Nullable Position tail;

  /**
   * @param listeners told of every event before any follower, on the tail's own thread: they must
   *     neither wait nor fail
   */
  public LiveFeed(EventLog log, Settings settings, List<Consumer<LoggedEvent>> listeners) {
    this.log = log;
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Follows the log until {@link #close} or cancellation. Subscribe once; it does not end or fail
   * by itself.
   */
  public Mono<Void> run() {
    return Mono.defer(this::start)
        .thenMany(ticks().concatMap(_ -> readOn(), 0))
        .retryWhen(patiently(settings.poll(), Duration.ofSeconds(5)))
        .takeUntilOther(closing.asMono())
        .then();
  }

  /** Whatever of this kind happens after the position, until the feed is closed. */
  public Flux<LoggedEvent> matching(Predicate<LoggedEvent> wanted, Position position) {
    return follow(new Interest(null, wanted, log::after), position);
  }

  /** What touches one resource's time after the position, until the feed is closed. */
  public Flux<LoggedEvent> ofResource(UUID resourceId, Position position) {
    return follow(
        new Interest(resourceId, event -> event.topics().contains(resourceId), log::after),
        position);
  }

  /** What happens to one aggregate after the position, until the feed is closed. */
  public Flux<LoggedEvent> ofAggregate(UUID aggregateId, Position position) {
    return follow(
        new Interest(
            aggregateId,
            event -> aggregateId.equals(event.aggregateId()),
            (from, limit) -> log.ofAggregate(aggregateId, from, limit)),
        position);
  }

  /**
   * What comes after the position, in order, at most this many: from the ring where that reaches,
   * and from the log itself where it does not, or while there is no tail.
   */
  public Mono<Slice> slice(Position after, int limit) {
    return Mono.defer(
        () -> {
          synchronized (lock) {
            if (!closed && ring != null && ring.reachesBackTo(after)) {
              var events = ring.after(after, _ -> true, limit);
              return Mono.just(
                  new Slice(events, events.isEmpty() ? after : events.getLast().position(), false));
            }
          }
          return log.after(after, limit);
        });
  }

  /** How far this node has come; waits until the feed runs. */
  public Mono<Position> head() {
    return started.asMono().then(Mono.fromCallable(() -> Objects.requireNonNull(tail)));
  }

  /**
   * The position itself, where following can be taken up; rejected as {@link PositionGone} when no
   * event stands there.
   */
  Mono<Position> known(Position position) {
    return log.knows(position)
        .filter(known -> known)
        .map(_ -> position)
        .switchIfEmpty(Mono.error(() -> new RejectedException(new PositionGone(position))));
  }

  /** How many follow at this moment. */
  public int followers() {
    synchronized (lock) {
      return ofEverything.size() + byTopic.values().stream().mapToInt(Set::size).sum();
    }
  }

  /** Ends the tail and lets every follower go, now and in future: another node will have them. */
  public void close() {
    List<Follower> all;
    synchronized (lock) {
      closed = true;
      all = new ArrayList<>(ofEverything.keySet());
      byTopic.values().forEach(all::addAll);
    }
    closing.tryEmitEmpty();
    all.forEach(Follower::complete);
  }

  private Mono<Void> start() {
    return tail != null ? Mono.empty() : log.head().doOnNext(this::startAt).then();
  }

  private void startAt(Position head) {
    synchronized (lock) {
      ring = new Ring(settings.ring(), head);
    }
    tail = head;
    started.tryEmitEmpty();
  }

  private Flux<Object> ticks() {
    var hints =
        Flux.defer(log::wakeUps)
            .retryWhen(patiently(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    return Flux.<Object>merge(Flux.interval(Duration.ZERO, settings.poll()), hints)
        .onBackpressureLatest();
  }

  private static Retry patiently(Duration min, Duration max) {
    return Retry.backoff(Long.MAX_VALUE, min).maxBackoff(max).transientErrors(true);
  }

  private Flux<Slice> readOn() {
    return Mono.defer(this::readSlice).expand(this::again);
  }

  private Mono<Slice> readSlice() {
    return log.after(Objects.requireNonNull(tail), settings.slice()).doOnNext(this::publish);
  }

  private Mono<Slice> again(Slice slice) {
    if (slice.events().size() >= settings.slice()) {
      return Mono.defer(this::readSlice);
    }
    return slice.isHeldBack()
        ? Mono.delay(settings.heldBackPoll()).then(Mono.defer(this::readSlice))
        : Mono.empty();
  }

  private void publish(Slice slice) {
    for (var event : slice.events()) {
      listeners.forEach(listener -> listener.accept(event));
      for (var follower : kept(event)) {
        follower.offer(event);
      }
      tail = event.position();
    }
  }

  /** Keeps the event in the ring, and answers who is to have it. */
  private Collection<Follower> kept(LoggedEvent event) {
    synchronized (lock) {
      Objects.requireNonNull(ring).add(event);
      var interested = new ArrayList<Follower>();
      if (!byTopic.isEmpty()) {
        event.topics().forEach(topic -> interested.addAll(byTopic.getOrDefault(topic, Set.of())));
      }
      ofEverything.forEach(
          (follower, wanted) -> {
            if (wanted.test(event)) {
              interested.add(follower);
            }
          });
      return interested;
    }
  }

  private Flux<LoggedEvent> follow(Interest interest, Position after) {
    return started
        .asMono()
        .thenMany(Flux.defer(() -> new CatchingUp(interest, after).events()))
        .takeUntilOther(closing.asMono());
  }

  /**
   * What someone wants to know.
   *
   * @param topic the only one it is about, if there is one
   * @param past reads from the log what may be wanted
   */
  private record Interest(
      @Nullable UUID topic,
      Predicate<LoggedEvent> wanted,
      BiFunction<Position, Integer, Mono<Slice>> past) {}

  /** One follower's way from where they start to the live feed, a stretch at a time. */
  private final class CatchingUp {
    private final Interest interest;
    private Position reached;
    private boolean live;

    CatchingUp(Interest interest, Position after) {
      this.interest = interest;
      this.reached = after;
    }

    /** Each stretch is taken up only when the one before it has been read. */
    Flux<LoggedEvent> events() {
      return Flux.<Boolean>generate(
              sink -> {
                if (live) {
                  sink.complete();
                } else {
                  sink.next(true);
                }
              })
          .concatMap(_ -> Flux.defer(this::stretch), 0);
    }

    private Flux<LoggedEvent> stretch() {
      synchronized (lock) {
        if (closed) {
          live = true;
          return Flux.empty();
        }
        if (Objects.requireNonNull(ring).reachesBackTo(reached)) {
          return fromRing(Objects.requireNonNull(ring));
        }
      }
      return interest
          .past()
          .apply(reached, settings.slice())
          .doOnNext(slice -> reached = slice.readUpTo())
          .flatMapIterable(Slice::events)
          .filter(interest.wanted());
    }

    private Flux<LoggedEvent> fromRing(Ring ring) {
      var events = ring.after(reached, interest.wanted(), settings.buffer());
      if (events.size() == settings.buffer()) {
        reached = events.getLast().position();
        return Flux.fromIterable(events);
      }
      live = true;
      var worker = Schedulers.parallel().createWorker();
      var follower = new Follower(events, reached, settings.buffer(), worker, this::leave);
      var key = interest.topic();
      if (key == null) {
        ofEverything.put(follower, interest.wanted());
      } else {
        byTopic.computeIfAbsent(key, _ -> new HashSet<>()).add(follower);
      }
      return follower;
    }

    private void leave(Follower follower) {
      synchronized (lock) {
        ofEverything.remove(follower);
        var key = interest.topic();
        if (key != null) {
          byTopic.computeIfPresent(
              key, (_, others) -> others.remove(follower) && others.isEmpty() ? null : others);
        }
      }
    }
  }
}
