package dev.holdfast.adapter.limits;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import dev.holdfast.shared.AccessRejection.Overloaded;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.Command;
import dev.holdfast.shared.bus.Message;
import dev.holdfast.shared.bus.Query;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The gate in front of the database. So many changes of bookings are under way at once as keep
 * their pace: the limit rises while they do and falls when they slow down (Netflix
 * concurrency-limits, Gradient2). Others wait in one line, which has a bound, and nobody in it
 * waits longer than a deadline; past either it is {@link Overloaded}, before anything was done.
 *
 * <p>Reads do not wait. They are refused as soon as as many are under way as changes may be, or
 * when the line of waiting changes has grown: what is left of the database belongs to the changes.
 *
 * <p>What is no change of a booking and no read passes.
 */
public final class Admission implements Around {
  private static final Set<Permission> CHANGES =
      EnumSet.of(Permission.BOOKING_CREATE, Permission.BOOKING_UPDATE, Permission.BOOKING_CANCEL);
  private static final Duration TICK = Duration.ofMillis(50);

  private final Settings settings;
  private final Limit limit;
  private final Scheduler timer;
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger inLine = new AtomicInteger();
  private final Queue<Turn> line = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ticking = new AtomicBoolean();

  public Admission(Settings settings) {
    this(settings, adaptive(settings), Schedulers.parallel());
  }

  Admission(Settings settings, Limit limit, Scheduler timer) {
    this.settings = settings;
    this.limit = limit;
    this.timer = timer;
  }

  /**
   * @param atLeast changes under way that are always allowed: enough for full groups
   * @param atMost changes under way, however quick they are
   * @param inLineMax changes that wait for their turn
   * @param deadline how long each of them waits at most
   */
  public record Settings(int atLeast, int atMost, int inLineMax, Duration deadline) {
    public Settings {
      if (atLeast < 1 || atMost < atLeast || inLineMax < 0 || !deadline.isPositive()) {
        throw new IllegalArgumentException(
            "%d..%d, %d, %s".formatted(atLeast, atMost, inLineMax, deadline));
      }
    }
  }

  private static Limit adaptive(Settings settings) {
    return WindowedLimit.newBuilder()
        .minWindowTime(100, TimeUnit.MILLISECONDS)
        .maxWindowTime(1, TimeUnit.SECONDS)
        .build(
            Gradient2Limit.newBuilder()
                .initialLimit(Math.min(2 * settings.atLeast, settings.atMost))
                .minLimit(settings.atLeast)
                .maxConcurrency(settings.atMost)
                .rttTolerance(2)
                .build());
  }

  /** How many changes may be under way now. */
  public int limit() {
    return limit.getLimit();
  }

  /** How many changes are under way. */
  public int underWay() {
    return changes.get();
  }

  /** How many changes wait for their turn. */
  public int waiting() {
    return inLine.get();
  }

  @Override
  public <R> Mono<R> one(Message message, Mono<R> work) {
    return switch (message) {
      case Query<?> _ -> Mono.defer(() -> read(work));
      case Command<?> command when CHANGES.contains(command.permission()) ->
          Mono.defer(() -> change(work));
      case Command<?> _ -> work;
    };
  }

  private <R> Mono<R> read(Mono<R> work) {
    if (inLine.get() > settings.inLineMax / 4) {
      return refused();
    }
    if (reads.incrementAndGet() > limit()) {
      reads.decrementAndGet();
      return refused();
    }
    return work.doFinally(_ -> reads.decrementAndGet());
  }

  private <R> Mono<R> change(Mono<R> work) {
    if (inLine.get() == 0 && takePlace()) {
      return timed(work);
    }
    if (inLine.incrementAndGet() > settings.inLineMax) {
      inLine.decrementAndGet();
      return refused();
    }
    return Mono.<Boolean>create(this::standInLine).flatMap(_ -> timed(work));
  }

  private static <R> Mono<R> refused() {
    return Mono.error(() -> new RejectedException(new Overloaded()));
  }

  private boolean takePlace() {
    for (var taken = changes.get(); taken < limit(); taken = changes.get()) {
      if (changes.compareAndSet(taken, taken + 1)) {
        return true;
      }
    }
    return false;
  }

  /** The work of someone who has a place, which is given back when it ends, however it does. */
  private <R> Mono<R> timed(Mono<R> work) {
    var start = System.nanoTime();
    var underWay = changes.get();
    return work.doFinally(
        _ -> {
          limit.onSample(start, System.nanoTime() - start, underWay, false);
          givePlaceBack();
        });
  }

  private void givePlaceBack() {
    changes.decrementAndGet();
    letIn();
  }

  private void standInLine(MonoSink<Boolean> sink) {
    var turn = new Turn(sink, timer.now(TimeUnit.MILLISECONDS) + settings.deadline.toMillis());
    sink.onCancel(turn::leave);
    line.add(turn);
    letIn(); // a place may have become free between looking for one and standing in line
    tick();
  }

  private void letIn() {
    while (inLine.get() > 0 && takePlace()) {
      var turn = line.poll();
      if (turn == null || !turn.begin()) {
        changes.decrementAndGet();
        if (turn == null) {
          return;
        }
      }
    }
  }

  /** While there is a line, its oldest are looked after; they all have the same patience. */
  private void tick() {
    if (inLine.get() > 0 && ticking.compareAndSet(false, true)) {
      var _ =
          timer.schedule(
              () -> {
                ticking.set(false);
                sendOverdueAway();
                tick();
              },
              TICK.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void sendOverdueAway() {
    var now = timer.now(TimeUnit.MILLISECONDS);
    for (var first = line.peek(); first != null && first.isOver(now); first = line.peek()) {
      line.remove(first);
      first.sendAway();
    }
  }

  private enum Place {
    IN_LINE,
    IN,
    GONE
  }

  /** Someone in line. Whatever comes first, of being let in, sent away and leaving, counts. */
  private final class Turn {
    private final MonoSink<Boolean> sink;
    private final long deadlineMillis;
    private final AtomicReference<Place> place = new AtomicReference<>(Place.IN_LINE);

    private Turn(MonoSink<Boolean> sink, long deadlineMillis) {
      this.sink = sink;
      this.deadlineMillis = deadlineMillis;
    }

    private boolean isOver(long now) {
      return place.get() != Place.IN_LINE || now >= deadlineMillis;
    }

    private boolean move(Place to) {
      if (place.compareAndSet(Place.IN_LINE, to)) {
        inLine.decrementAndGet();
        return true;
      }
      return false;
    }

    /** Hands over the place that was taken for this turn; false when nobody takes it. */
    boolean begin() {
      if (!move(Place.IN)) {
        return false;
      }
      sink.success(true);
      return true;
    }

    void sendAway() {
      if (move(Place.GONE)) {
        sink.error(new RejectedException(new Overloaded()));
      }
    }

    /** The client has gone; when the place came at the same moment, it is nobody's now. */
    void leave() {
      if (!move(Place.GONE) && place.compareAndSet(Place.IN, Place.GONE)) {
        givePlaceBack();
      }
    }
  }
}
