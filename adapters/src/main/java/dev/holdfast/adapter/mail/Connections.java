package dev.holdfast.adapter.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Connections to the mail server that are kept for the next mail, for as long as one may be
 * expected to follow: signing in over TLS takes longer than sending. There are never more than
 * threads that send.
 */
final class Connections {
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final Supplier<Transport> connect;
  private final Scheduler scheduler;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private boolean isClosed;

  private record Kept(Transport connection, long sinceNanos) {
    boolean isStale(long now) {
      return now - sinceNanos >= KEPT.toNanos();
    }
  }

  /**
   * @param scheduler where connections that nobody needs are ended; waiting must be allowed there
   */
  Connections(Supplier<Transport> connect, Scheduler scheduler) {
    this.connect = connect;
    this.scheduler = scheduler;
  }

  /** A connection that works, kept or new. Waits; give it back or drop it. */
  Transport take() {
    for (var used = poll(); used != null; used = poll()) {
      if (used.isConnected()) { // asks the server
        return used;
      }
      drop(used);
    }
    return connect.get();
  }

  private synchronized @Nullable Transport poll() {
    var newest = kept.pollFirst();
    return newest == null ? null : newest.connection();
  }

  /** It may be used for the next mail. */
  void giveBack(Transport connection) {
    if (isKept(connection)) {
      scheduler.schedule(this::endStale, KEPT.toMillis(), TimeUnit.MILLISECONDS);
    } else {
      drop(connection);
    }
  }

  private synchronized boolean isKept(Transport connection) {
    if (!isClosed) {
      kept.addFirst(new Kept(connection, System.nanoTime()));
    }
    return !isClosed;
  }

  private void endStale() {
    for (var old = pollStale(); old != null; old = pollStale()) {
      drop(old);
    }
  }

  private synchronized @Nullable Transport pollStale() {
    var oldest = kept.peekLast();
    if (oldest == null || !oldest.isStale(System.nanoTime())) {
      return null;
    }
    kept.removeLast();
    return oldest.connection();
  }

  /** It is not to be used any more. */
  void drop(Transport connection) {
    try {
      connection.close();
    } catch (MessagingException _) {
      // it was broken, and is gone now
    }
  }

  /** Ends all that are kept, and from now on each that is given back. */
  void close() {
    synchronized (this) {
      isClosed = true;
    }
    for (var each = poll(); each != null; each = poll()) {
      drop(each);
    }
  }
}
