package dev.holdfast.load.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on many connections from one thread and counts the answers. It shares a machine
 * with what it measures, so it does little: requests come ready-made, of the answers only status
 * and length are read, unless somebody wants to see them.
 *
 * <p>At a fixed rate the time of an answer counts from the instant at which its request was due,
 * not from when a connection was free to send it: what waits for a slow server is part of its
 * slowness.
 */
public final class LoadGenerator {
  private static final int REQUEST_MAX = 16 * 1024;
  private static final int READ_SIZE = 256 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InetSocketAddress address;

  public LoadGenerator(InetSocketAddress address) {
    this.address = address;
  }

  /** Sends it all, waits for the answers to what was sent, and hangs up. */
  public Tally run(Load load, Traffic traffic) {
    return run(load, traffic, null);
  }

  /**
   * The same for whoever wants to know what was answered, which costs more.
   *
   * @param answers told of each answer as soon as it is complete, before more is sent; absent when
   *     nobody is interested
   */
  public Tally run(Load load, Traffic traffic, @Nullable Answers answers) {
    try (var run = new Run(load, traffic, answers)) {
      return run.toTheEnd();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Connection {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final ResponseParser parser;
    private SocketChannel channel;
    private long since;
    private boolean isBusy;

    private Connection(SocketChannel channel, boolean keepsBodies) {
      this.channel = channel;
      this.parser =
          keepsBodies
              ? new ResponseParser((bytes, from, to) -> body.write(bytes, from, to - from))
              : new ResponseParser();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private final class Run implements AutoCloseable {
    private final Load load;
    private final Traffic traffic;
    private final @Nullable Answers answers;
    private final Tally tally = new Tally();
    private final Selector selector = Selector.open();
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_MAX);
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_SIZE);
    private final byte[] bytes = new byte[READ_SIZE];
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private long end;
    private long sent;
    private long underWay;
    private long lastAnswer;

    Run(Load load, Traffic traffic, @Nullable Answers answers) throws IOException {
      this.load = load;
      this.traffic = traffic;
      this.answers = answers;
    }

    Tally toTheEnd() throws IOException {
      for (int count = 0; count < load.connections(); count++) {
        var connection = new Connection(connect(), answers != null);
        register(connection);
        connections.add(connection);
        idle.add(connection);
      }
      long start = System.nanoTime();
      lastAnswer = start;
      end = start + load.duration().toNanos();
      if (load.isOpen()) {
        atARate(new Pace(start, load.rate()));
      } else {
        inTurns();
      }
      long sendingEnded = Math.min(System.nanoTime(), end);
      await(() -> underWay == 0);
      tally.ended(
          Duration.ofNanos(sendingEnded - start), Duration.ofNanos(lastAnswer - start), underWay);
      return tally;
    }

    private void inTurns() throws IOException {
      while (maySend()) {
        while (!idle.isEmpty() && maySend()) {
          send(idle.remove(), System.nanoTime());
        }
        selector.select(this::ready, millisTo(end));
      }
    }

    private boolean maySend() {
      return sent < load.requests() && System.nanoTime() < end;
    }

    private void atARate(Pace pace) throws IOException {
      while (maySend()) {
        sendWhatIsDue(pace, System.nanoTime());
        selector.select(this::ready, millisTo(idle.isEmpty() ? end : pace.due(sent)));
      }
      // What became due and found no free connection has waited as well.
      await(
          () -> {
            sendWhatIsDue(pace, end);
            return pace.dueBy(end) <= sent;
          });
    }

    private void sendWhatIsDue(Pace pace, long now) throws IOException {
      long due = Math.min(pace.dueBy(now), load.requests());
      while (sent < due && !idle.isEmpty()) {
        send(idle.remove(), pace.due(sent));
      }
    }

    private void await(Condition condition) throws IOException {
      long giveUp = System.nanoTime() + PATIENCE.toNanos();
      while (!condition.holds() && System.nanoTime() < giveUp) {
        selector.select(this::ready, 100);
      }
    }

    private long millisTo(long instant) {
      return Math.max(1, (instant - System.nanoTime()) / 1_000_000);
    }

    private SocketChannel connect() throws IOException {
      var channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      return channel;
    }

    private void register(Connection connection) throws IOException {
      connection.channel.register(selector, SelectionKey.OP_READ, connection);
    }

    private void send(Connection connection, long since) throws IOException {
      request.clear();
      traffic.next(request);
      request.flip();
      connection.since = since;
      connection.isBusy = true;
      connection.parser.reset();
      connection.body.reset();
      sent++;
      underWay++;
      try {
        // Nothing else is in the socket's buffer, so a request fits.
        while (request.hasRemaining()) {
          connection.channel.write(request);
        }
      } catch (IOException _) {
        broke(connection);
      }
    }

    private void ready(SelectionKey key) {
      var connection = (Connection) key.attachment();
      try {
        receive(connection);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void receive(Connection connection) throws IOException {
      incoming.clear();
      int length;
      try {
        length = connection.channel.read(incoming);
      } catch (IOException _) {
        length = -1;
      }
      if (length < 0) {
        broke(connection);
        return;
      }
      incoming.get(0, bytes, 0, length);
      int read = connection.parser.read(bytes, 0, length);
      if (connection.parser.isComplete()) {
        if (read < length) {
          throw new IllegalStateException("more came than was asked for");
        }
        answered(connection);
      }
    }

    private void answered(Connection connection) throws IOException {
      long now = System.nanoTime();
      lastAnswer = now;
      underWay--;
      connection.isBusy = false;
      tally.answered(connection.parser.status(), now - connection.since, now <= end);
      if (answers != null) {
        answers.answered(
            connection.parser.status(), connection.body.toString(StandardCharsets.UTF_8));
      }
      if (connection.parser.isClosing()) {
        reconnect(connection);
      }
      if (!load.isOpen() && now < end && sent < load.requests()) {
        send(connection, now);
      } else {
        idle.add(connection);
      }
    }

    /** A server may hang up on a connection that is idle; in the middle of a request it may not. */
    private void broke(Connection connection) throws IOException {
      reconnect(connection);
      if (connection.isBusy) {
        connection.isBusy = false;
        underWay--;
        tally.broke();
        idle.add(connection);
      }
    }

    private void reconnect(Connection connection) throws IOException {
      connection.channel.close();
      connection.channel = connect();
      register(connection);
    }

    @Override
    public void close() throws IOException {
      for (var connection : connections) {
        connection.channel.close();
      }
      selector.close();
    }
  }
}
