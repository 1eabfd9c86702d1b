package dev.holdfast.feed.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.port.Checkpoints.Lease;
import dev.holdfast.feed.port.ConsumerWatch;
import dev.holdfast.feed.port.EventLog.Slice;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes everything that happens to a handler: each event at least once, in order, by one runner in
 * the whole cluster. Whoever holds the lease runs, renews it, and moves the checkpoint under its
 * fencing number; when it is lost, the runner stops where it is and another goes on from the
 * checkpoint.
 *
 * <p>A batch that fails is tried again event by event, so that the one at fault is found. That one
 * is tried so many times and then parked, and with it what follows on the same aggregate: it must
 * not overtake. Everything else flows on. An outage is not held against an event: it is waited out.
 *
 * <p>Whoever begins tries once more what is parked, so that a new version of the server takes up
 * what an old one could not handle.
 */
public final class EventConsumer {
  /**
   * @param lease how long a dead runner is waited for; renewed three times as often
   * @param batch how many events are handed over at once
   * @param attemptsMax how often an event is tried before it is parked
   * @param retryMin the pause after the first failure, doubled after each further one
   * @param retryMax the longest pause, also during an outage
   * @param poll how often the log is looked at while nothing happens
   */
  public record Settings(
      Duration lease,
      int batch,
      int attemptsMax,
      Duration retryMin,
      Duration retryMax,
      Duration poll) {
    public static final Settings DEFAULT =
        new Settings(
            Duration.ofSeconds(15),
            500,
            5,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMillis(250));

    /** The same with another lease. */
    public Settings withLease(Duration other) {
      return new Settings(other, batch, attemptsMax, retryMin, retryMax, poll);
    }
  }

  private final String name;
  private final UUID runner;
  private final BiFunction<Position, Integer, Mono<Slice>> log;
  private final Checkpoints checkpoints;
  private final EventHandler handler;
  private final Settings settings;
  private final ConsumerWatch watch;
  private final InstantSource clock;

  /**
   * @param name of the consumer, the same on all nodes and for ever
   * @param runner one id per process
   * @param log what comes after a position, in order, at most so many
   */
  public EventConsumer(
      String name,
      UUID runner,
      BiFunction<Position, Integer, Mono<Slice>> log,
      Checkpoints checkpoints,
      EventHandler handler,
      Settings settings,
      ConsumerWatch watch,
      InstantSource clock) {
    this.name = name;
    this.runner = runner;
    this.log = log;
    this.checkpoints = checkpoints;
    this.handler = handler;
    this.settings = settings;
    this.watch = watch;
    this.clock = clock;
  }

  /** Runs until cancelled, and then gives the lease back. It does not end or fail by itself. */
  public Mono<Void> run() {
    var pause =
        Retry.backoff(Long.MAX_VALUE, settings.retryMin())
            .maxBackoff(settings.retryMax())
            .transientErrors(true)
            .doBeforeRetry(signal -> watch.isHeldUp(name, signal.failure()));
    return Flux.usingWhen(
            checkpoints.acquire(name, runner, settings.lease()), this::hold, checkpoints::release)
        .retryWhen(pause)
        .repeatWhen(ends -> ends.delayElements(settings.lease().dividedBy(3)))
        .then();
  }

  /** The name of the consumer. */
  public String name() {
    return name;
  }

  /** Makes the runner, on whatever node, begin anew, and so try once more what is parked. */
  public Mono<Void> retryParked() {
    return checkpoints.seize(name, Ids.next(), settings.lease()).flatMap(checkpoints::release);
  }

  /**
   * Has everything made again from the first event: takes the lease away, waits until whoever held
   * it has noticed and has ended what was under way, and forgets what has been made. Takes a little
   * longer than a lease lasts; the making itself goes on after that.
   */
  public Mono<Void> rebuild() {
    var length = settings.lease().multipliedBy(10);
    return Mono.usingWhen(
        checkpoints.seize(name, Ids.next(), length), this::forget, checkpoints::release);
  }

  private Mono<Void> forget(Lease lease) {
    return Mono.delay(settings.lease())
        .then(Mono.defer(handler::forget))
        .then(Mono.defer(() -> checkpoints.restart(lease)))
        .flatMap(kept -> kept ? Mono.empty() : Mono.error(new LeaseLost()));
  }

  /** Works for as long as the lease is ours; an element for each stretch of the log. */
  private Flux<Position> hold(Lease lease) {
    return Flux.merge(work(lease), renewals(lease)).doFinally(_ -> watch.parked(name, 0));
  }

  private Flux<Position> renewals(Lease lease) {
    return Flux.interval(settings.lease().dividedBy(3))
        .onBackpressureDrop()
        .concatMap(_ -> renew(lease), 0);
  }

  private Mono<Position> renew(Lease lease) {
    return checkpoints
        .acquire(name, runner, settings.lease())
        .filter(renewed -> renewed.fence() == lease.fence())
        .switchIfEmpty(Mono.error(LeaseLost::new))
        .then(Mono.empty());
  }

  private Flux<Position> work(Lease lease) {
    return Mono.zip(handler.resumeFrom(lease.position()), checkpoints.parkedAggregates(name))
        .flatMapMany(start -> new Shift(lease, start.getT1(), start.getT2()).work());
  }

  /** What one runner does under one lease. */
  private final class Shift {
    private final Lease lease;
    private final Set<UUID> parked;
    private Position reached;
    private long parkedEvents;

    Shift(Lease lease, Position reached, Set<UUID> parked) {
      this.lease = lease;
      this.reached = reached;
      this.parked = new HashSet<>(parked);
    }

    Flux<Position> work() {
      return takeUp().thenMany(Flux.defer(this::follow));
    }

    /** Tries once more what is parked, in order; what fails keeps its aggregate parked. */
    private Mono<Void> takeUp() {
      if (parked.isEmpty()) {
        watch.parked(name, 0);
        return Mono.empty();
      }
      parked.clear();
      return checkpoints
          .parked(name, Position.START, settings.batch())
          .expand(
              events ->
                  events.size() < settings.batch()
                      ? Mono.empty()
                      : checkpoints.parked(name, events.getLast().position(), settings.batch()))
          .concatMap(events -> Flux.fromIterable(events).concatMap(this::onceMore), 1)
          .then(Mono.fromRunnable(() -> watch.parked(name, parkedEvents)));
    }

    private Mono<Void> onceMore(LoggedEvent event) {
      if (isParked(event)) {
        parkedEvents++;
        return Mono.empty();
      }
      return Mono.defer(() -> handler.handle(List.of(event)))
          .then(Mono.defer(() -> checkpoints.unpark(lease, event)))
          .flatMap(kept -> kept ? Mono.<Void>empty() : Mono.error(new LeaseLost()))
          .doOnSuccess(_ -> watch.hasTakenUp(name, event))
          .onErrorResume(
              EventConsumer::isHeldAgainst, _ -> Mono.fromRunnable(() -> keepParked(event)));
    }

    private void keepParked(LoggedEvent event) {
      parked.add(event.aggregateId());
      parkedEvents++;
    }

    private Flux<Position> follow() {
      return Flux.<Boolean>generate(sink -> sink.next(true)).concatMap(_ -> stretch(), 0);
    }

    private Mono<Position> stretch() {
      return log.apply(reached, settings.batch()).flatMap(this::digested);
    }

    private Mono<Position> digested(Slice slice) {
      var events = slice.events();
      if (events.isEmpty()) {
        watch.cameTo(name, Duration.ZERO);
        return Mono.delay(settings.poll()).thenReturn(reached);
      }
      var hasParked = events.stream().anyMatch(this::isParked);
      var all = hasParked ? oneByOne(events) : together(events);
      return all.then(Mono.fromSupplier(() -> report(slice)));
    }

    private Position report(Slice slice) {
      var last = slice.events().getLast();
      var behind = Duration.between(last.occurredAt(), clock.instant());
      watch.cameTo(name, behind.isNegative() ? Duration.ZERO : behind);
      return reached;
    }

    private boolean isParked(LoggedEvent event) {
      return parked.contains(event.aggregateId());
    }

    private Mono<Void> together(List<LoggedEvent> events) {
      return Mono.defer(() -> handler.handle(events))
          .then(advance(events.getLast()))
          .onErrorResume(EventConsumer::isHeldAgainst, _ -> oneByOne(events));
    }

    private Mono<Void> oneByOne(List<LoggedEvent> events) {
      return Flux.fromIterable(events)
          .concatMap(event -> isParked(event) ? park(event, 0, "follows") : alone(event))
          .then();
    }

    private Mono<Void> alone(LoggedEvent event) {
      var again =
          Retry.backoff(settings.attemptsMax() - 1L, settings.retryMin())
              .maxBackoff(settings.retryMax())
              .jitter(0)
              .filter(EventConsumer::isHeldAgainst)
              .doBeforeRetry(signal -> watch.isHeldUp(name, signal.failure()))
              .onRetryExhaustedThrow((_, signal) -> signal.failure());
      return Mono.defer(() -> handler.handle(List.of(event)))
          .retryWhen(again)
          .then(advance(event))
          .onErrorResume(
              EventConsumer::isHeldAgainst,
              failure -> park(event, settings.attemptsMax(), kind(failure)));
    }

    private Mono<Void> advance(LoggedEvent event) {
      return Mono.defer(() -> checkpoints.advance(lease, event.position()))
          .onErrorMap(EventConsumer::isHeldAgainst, Interrupted::new)
          .flatMap(kept -> kept ? came(event) : Mono.error(new LeaseLost()));
    }

    private Mono<Void> park(LoggedEvent event, int attempts, String error) {
      return Mono.defer(() -> checkpoints.park(lease, event, attempts, error))
          .flatMap(kept -> kept ? came(event) : Mono.error(new LeaseLost()))
          .then(
              Mono.fromRunnable(
                  () -> {
                    keepParked(event);
                    watch.hasParked(name, event, error);
                    watch.parked(name, parkedEvents);
                  }));
    }

    private Mono<Void> came(LoggedEvent event) {
      return Mono.fromRunnable(() -> reached = event.position());
    }
  }

  private static boolean isHeldAgainst(Throwable failure) {
    return !(failure instanceof OutageException
        || failure instanceof LeaseLost
        || failure instanceof Interrupted);
  }

  // Messages may carry what the event says about somebody; the kinds of failure do not.
  private static String kind(Throwable failure) {
    var cause = failure.getCause();
    var kind = failure.getClass().getName();
    return cause == null ? kind : kind + " < " + cause.getClass().getName();
  }

  /** Another runner has taken over. */
  private static final class LeaseLost extends RuntimeException {
    LeaseLost() {
      super("the lease has been lost", null, false, false);
    }
  }

  /** The checkpoint could not be moved: no fault of the event's. */
  private static final class Interrupted extends RuntimeException {
    Interrupted(Throwable cause) {
      super("the checkpoint could not be moved", cause);
    }
  }
}
