package dev.holdfast.load.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Follows many streams of server-sent events from one thread, as browsers do: whichever ends, or is
 * hung up, is opened again behind the last event that came whole.
 */
public final class Streams implements AutoCloseable {
  private static final int READ_SIZE = 256 * 1024;
  private static final int OPENING_MAX = 64;
  private static final int GONE = 410;
  private static final long LOOK_MILLIS = 100;

  private final Selector selector;
  private final Cuts cuts;
  private final Thread thread;
  private final Queue<Stream> fresh = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder openings = new LongAdder();
  private final LongAdder hungUp = new LongAdder();
  private final LongAdder letGo = new LongAdder();
  private final Map<Integer, LongAdder> refused = new ConcurrentHashMap<>();
  private volatile boolean cutting = true;
  private volatile boolean closing;
  private volatile @Nullable Throwable failure;

  // Below: the thread's own.
  private final PriorityQueue<Stream> waiting =
      new PriorityQueue<>(Comparator.comparingLong(stream -> stream.due));
  private final Set<Stream> connected = new HashSet<>();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_SIZE);
  private final byte[] bytes = new byte[READ_SIZE];
  private int opening;

  public Streams(Cuts cuts) {
    this.cuts = cuts;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name("streams").start(this::work);
  }

  /** Opens a stream as soon as there are not too many being opened. */
  public void follow(Subscription subscription) {
    fresh.add(new Stream(subscription));
    selector.wakeup();
  }

  /** From now on nobody hangs up. */
  public void stopCutting() {
    cutting = false;
  }

  /** How many are open now, of which something has come. */
  public int open() {
    check();
    return open.get();
  }

  /** How often a follower hung up by itself. */
  public long hungUp() {
    return hungUp.sum();
  }

  /** How often a stream was ended by the server, or by what lies between. */
  public long letGo() {
    return letGo.sum();
  }

  /** How often a stream was said to be taken up where it cannot be. Nobody asks again there. */
  public long gone() {
    var count = refused.get(GONE);
    return count == null ? 0 : count.sum();
  }

  /** What has happened, in words. */
  public String summary() {
    return "%,d openings, %,d hung up, %,d ended by the server, refused: %s"
        .formatted(openings.sum(), hungUp.sum(), letGo.sum(), refused);
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException("streams are no longer followed", failure);
    }
  }

  private static final class Stream {
    private final Subscription subscription;
    private final ResponseParser parser;
    private final EventParser events;
    private @Nullable SocketChannel channel;
    private Cuts.@Nullable Cut cut;
    private boolean isOpen;
    private int turn;
    private long due;

    private Stream(Subscription subscription) {
      this.subscription = subscription;
      this.events = new EventParser(subscription.after(), subscription.taker());
      this.parser = new ResponseParser(events);
    }

    private ByteBuffer request() {
      var head = new StringBuilder(subscription.head().get());
      var last = events.lastId();
      if (last != null) {
        head.append("Last-Event-ID: ").append(last).append("\r\n");
      }
      return ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void work() {
    try {
      while (!closing) {
        for (var next = fresh.poll(); next != null; next = fresh.poll()) {
          next.due = System.nanoTime();
          waiting.add(next);
        }
        openWhatIsDue();
        selector.select(this::ready, millisToNext());
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    } finally {
      for (var stream : connected) {
        hangUp(stream, true);
      }
    }
  }

  private long millisToNext() {
    var next = waiting.peek();
    if (next == null || opening >= OPENING_MAX) {
      return LOOK_MILLIS;
    }
    return Math.clamp((next.due - System.nanoTime()) / 1_000_000, 1, LOOK_MILLIS);
  }

  private void openWhatIsDue() throws IOException {
    long now = System.nanoTime();
    for (var next = waiting.peek();
        next != null && next.due <= now && opening < OPENING_MAX;
        next = waiting.peek()) {
      open(waiting.remove(), now);
    }
  }

  private void open(Stream stream, long now) throws IOException {
    var servers = stream.subscription.servers();
    var channel = SocketChannel.open(servers.get(stream.turn++ % servers.size()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    stream.channel = channel;
    stream.parser.reset();
    stream.events.reset();
    stream.cut = cuts.next(now);
    stream.isOpen = false;
    opening++;
    openings.increment();
    connected.add(stream);
    var request = stream.request();
    while (request.hasRemaining()) {
      channel.write(request);
    }
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, stream);
  }

  private void ready(SelectionKey key) {
    var stream = (Stream) key.attachment();
    incoming.clear();
    int length;
    try {
      length = ((SocketChannel) key.channel()).read(incoming);
    } catch (IOException _) {
      length = -1;
    }
    if (length < 0) {
      letGo.increment();
      again(stream);
    } else if (length > 0) {
      incoming.get(0, bytes, 0, length);
      received(stream, length);
    }
  }

  private void received(Stream stream, int length) {
    var cut = cutting ? stream.cut : null;
    int wanted = cut == null ? length : cut.before(length, System.nanoTime());
    stream.parser.read(bytes, 0, wanted);
    if (!stream.isOpen && stream.parser.status() == 200 && stream.events.hasBegun()) {
      stream.isOpen = true;
      opening--;
      open.incrementAndGet();
    }
    if (stream.parser.isComplete()) {
      ended(stream);
    } else if (cut != null && cut.isDue()) {
      hungUp.increment();
      again(stream);
    }
  }

  private void ended(Stream stream) {
    int status = stream.parser.status();
    if (status == 200) {
      letGo.increment();
    } else {
      refused.computeIfAbsent(status, _ -> new LongAdder()).increment();
    }
    if (status == GONE) {
      leave(stream, false);
    } else {
      again(stream);
    }
  }

  private void again(Stream stream) {
    leave(stream, cuts.random().nextBoolean());
    stream.due = System.nanoTime() + cuts.away();
    waiting.add(stream);
  }

  private void leave(Stream stream, boolean abruptly) {
    if (stream.isOpen) {
      open.decrementAndGet();
    } else {
      opening--;
    }
    stream.isOpen = false;
    connected.remove(stream);
    hangUp(stream, abruptly);
  }

  /** Abruptly: with a reset, after which the port is free at once. */
  private static void hangUp(Stream stream, boolean abruptly) {
    var channel = stream.channel;
    if (channel != null) {
      try {
        if (abruptly) {
          channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
      } catch (IOException _) {
        // It has gone, which is what is wanted.
      }
    }
  }

  /** Hangs up everywhere; whoever was told of events is told no more. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
