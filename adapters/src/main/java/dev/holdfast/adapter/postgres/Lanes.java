package dev.holdfast.adapter.postgres;

import dev.holdfast.shared.OutageException;
import io.netty.channel.EventLoop;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Group commit: while one write is under way the waiting ones gather, and then go as one.
 *
 * <p>Each event loop has a lane of its own: a queue, and a connection that lives on that loop and
 * serves nothing else. Whoever comes in on a loop stands in its lane, so nothing changes threads
 * between the socket of the client and that of the database. A lane that is idle starts with what
 * the present turn of its loop has gathered: there is no timer, and an idle server adds no delay.
 * At most one group of a lane is under way, of at most {@link #GROUP_MAX}: larger ones were not
 * quicker and make everyone in them wait longer.
 *
 * <p>Nobody in a lane can be cancelled; those who wait do so beside it. A group that has no answer
 * within {@link #PATIENCE} fails, as does one whose connection breaks, and the next group opens a
 * new connection. Without PostgreSQL every group fails in bounded time.
 */
public final class Lanes<T> implements AutoCloseable {
  static final int GROUP_MAX = 128;

  /** A lane that is this full takes nobody: what is far longer than a group waits too long. */
  static final int WAITING_MAX = 4_096;

  /** Longer than the server lets a statement take, so that its own verdict comes first. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Lane> lanes;
  private final Groups<T> groups;
  private final AtomicInteger turn = new AtomicInteger();

  public Lanes(LaneConnections connections, Groups<T> groups) {
    this.groups = groups;
    this.lanes =
        connections.loops().stream().map(loop -> new Lane(loop, connections.on(loop))).toList();
  }

  /** What is done with those who went together. */
  public interface Groups<T> {
    /**
     * Writes a group; each of it is told its own outcome on the way.
     *
     * @param connection in autocommit, used by nobody else meanwhile
     * @param group never empty, in the order of coming
     */
    Mono<Void> write(Connection connection, List<T> group);

    /**
     * Tells those who have not been told anything that their group failed. What had been sent may
     * have been committed.
     */
    void failed(List<T> group, Throwable failure);
  }

  /** Stands in the lane of the present loop; false when there is no room. */
  public boolean enter(T one) {
    return lane().enter(one);
  }

  private Lane lane() {
    for (var lane : lanes) {
      if (lane.loop.inEventLoop()) {
        return lane;
      }
    }
    return lanes.get(Math.floorMod(turn.getAndIncrement(), lanes.size()));
  }

  /** Closes the connections; what is under way has ended by then, or fails. */
  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }

  /** Everything but the count is touched by the loop alone. */
  private final class Lane {
    private final EventLoop loop;
    private final PostgresqlConnectionFactory connections;
    private final AtomicInteger inside = new AtomicInteger();
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private @Nullable PostgresqlConnection connection;
    private boolean isBusy;

    private Lane(EventLoop loop, PostgresqlConnectionFactory connections) {
      this.loop = loop;
      this.connections = connections;
    }

    boolean enter(T one) {
      if (inside.incrementAndGet() > WAITING_MAX) {
        inside.decrementAndGet();
        return false;
      }
      if (loop.inEventLoop()) {
        queue(one);
      } else {
        loop.execute(() -> queue(one));
      }
      return true;
    }

    private void queue(T one) {
      waiting.add(one);
      if (!isBusy) {
        isBusy = true;
        loop.execute(this::next); // after the rest of this turn
      }
    }

    private void next() {
      if (waiting.isEmpty()) {
        isBusy = false;
        return;
      }
      var group = new ArrayList<T>(Math.min(waiting.size(), GROUP_MAX));
      while (!waiting.isEmpty() && group.size() < GROUP_MAX) {
        group.add(waiting.remove());
      }
      inside.addAndGet(-group.size());
      run(group);
    }

    private void run(List<T> group) {
      var written = connection().flatMap(open -> groups.write(open, group)).toFuture();
      var alarm =
          loop.schedule(
              () ->
                  written.completeExceptionally(
                      new OutageException(
                          "database", new TimeoutException("no answer in " + PATIENCE))),
              PATIENCE.toMillis(),
              TimeUnit.MILLISECONDS);
      var _ =
          written.whenCompleteAsync(
              (_, failure) -> {
                alarm.cancel(false);
                try {
                  if (failure != null) {
                    discard(Database.sqlState(failure) == null);
                    groups.failed(group, failure);
                  }
                } finally {
                  next();
                }
              },
              this::onLoop);
    }

    private void onLoop(Runnable task) {
      if (loop.inEventLoop()) {
        task.run();
      } else {
        loop.execute(task);
      }
    }

    private Mono<PostgresqlConnection> connection() {
      var open = connection;
      return open == null
          ? open()
          : open.validate(ValidationDepth.LOCAL)
              .flatMap(isGood -> isGood ? Mono.just(open) : open());
    }

    private Mono<PostgresqlConnection> open() {
      return connections.create().doOnNext(opened -> connection = opened);
    }

    /** A connection that failed a statement can go on, one that failed otherwise cannot. */
    private void discard(boolean isBroken) {
      if (isBroken) {
        close();
      }
    }

    private void close() {
      var old = connection;
      connection = null;
      if (old != null) {
        var _ = old.close().onErrorComplete().toFuture();
      }
    }
  }
}
