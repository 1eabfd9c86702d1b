package dev.holdfast.feed.usecase;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.SlowSubscriber;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * One who follows the live feed: a bounded queue between the tail, which only ever drops events
 * into it, and a reader, who takes them on a thread of its own at its own pace. When the queue is
 * full it is emptied and the reader is let go at once, even one that asks for nothing any more.
 */
final class Follower extends Flux<LoggedEvent> implements Subscription {
  private final Queue<LoggedEvent> waiting;
  private final int capacity;
  private final Scheduler.Worker worker;
  private final Consumer<Follower> leave;
  private final AtomicInteger drains = new AtomicInteger();
  private Position last;
  private long requested;
  private @Nullable CoreSubscriber<? super LoggedEvent> reader;
  private @Nullable Runnable ending;
  private boolean ended;

  /**
   * @param waiting what is there already
   * @param after only what stands after this is passed on
   * @param leave called when the reader has gone
   */
  Follower(
      List<LoggedEvent> waiting,
      Position after,
      int capacity,
      Scheduler.Worker worker,
      Consumer<Follower> leave) {
    this.waiting = new ArrayDeque<>(waiting);
    this.last = waiting.isEmpty() ? after : waiting.getLast().position();
    this.capacity = capacity;
    this.worker = worker;
    this.leave = leave;
  }

  /** Passes an event on, or lets a reader go that is too slow. Never waits. */
  void offer(LoggedEvent event) {
    synchronized (this) {
      if (ended || ending != null || !event.position().isAfter(last)) {
        return;
      }
      last = event.position();
      if (waiting.size() < capacity) {
        waiting.add(event);
      } else {
        end(reader -> reader.onError(new SlowSubscriber()));
      }
    }
    drain();
  }

  /** Lets the reader go; what they have not read is dropped. */
  void complete() {
    synchronized (this) {
      end(CoreSubscriber::onComplete);
    }
    drain();
  }

  private void end(Consumer<CoreSubscriber<?>> signal) {
    if (!ended && ending == null) {
      waiting.clear();
      ending = () -> signal.accept(Objects.requireNonNull(reader));
    }
  }

  @Override
  public void subscribe(CoreSubscriber<? super LoggedEvent> actual) {
    synchronized (this) {
      if (reader != null) {
        throw new IllegalStateException("a follower has one reader");
      }
      reader = actual;
    }
    actual.onSubscribe(this);
    drain();
  }

  @Override
  public void request(long n) {
    if (Operators.validate(n)) {
      synchronized (this) {
        requested = Operators.addCap(requested, n);
      }
      drain();
    }
  }

  @Override
  public void cancel() {
    synchronized (this) {
      ended = true;
      waiting.clear();
    }
    depart();
  }

  private void depart() {
    leave.accept(this);
    worker.dispose();
  }

  // One thread drains at a time; whoever comes meanwhile only leaves a mark.
  private void drain() {
    if (drains.getAndIncrement() == 0) {
      try {
        worker.schedule(this::passOn);
      } catch (RejectedExecutionException _) {
        // the reader has gone, or the process is ending
      }
    }
  }

  private void passOn() {
    var seen = drains.get();
    do {
      while (passedOne()) {}
      seen = drains.addAndGet(-seen);
    } while (seen != 0);
  }

  private boolean passedOne() {
    CoreSubscriber<? super LoggedEvent> to;
    LoggedEvent next = null;
    Runnable end;
    synchronized (this) {
      to = reader;
      if (to == null || ended) {
        return false;
      }
      end = ending;
      if (end != null) {
        ended = true;
      } else if (requested > 0 && !waiting.isEmpty()) {
        next = waiting.remove();
        if (requested != Long.MAX_VALUE) {
          requested--;
        }
      }
    }
    if (end != null) {
      end.run();
      depart();
      return false;
    }
    if (next == null) {
      return false;
    }
    to.onNext(next);
    return true;
  }
}
