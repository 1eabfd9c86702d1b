package dev.holdfast.load;

import dev.holdfast.load.http.Traffic;
import dev.holdfast.load.stack.Account;
import dev.holdfast.load.stack.Stack;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code GET /v1/bookings/{id}}, one booking after the other, each by whom it belongs to. */
final class ReadTraffic implements Traffic {
  private static final byte[] LINE = ascii("\r\n");

  private static final class Read {
    private final byte[] head;
    private final Account owner;

    private Read(byte[] head, Account owner) {
      this.head = head;
      this.owner = owner;
    }
  }

  private final List<Read> reads;
  private int next;

  private ReadTraffic(List<Read> reads) {
    this.reads = reads;
  }

  /** The newest bookings, at most so many. */
  static ReadTraffic of(Stack stack, int bookings) throws SQLException {
    var reads = new ArrayList<Read>();
    for (var own : OwnBooking.newest(stack, bookings)) {
      reads.add(new Read(head(stack.server().address(), own.id()), own.owner()));
    }
    return new ReadTraffic(reads);
  }

  /** The same head without a token. */
  static Traffic bare(InetSocketAddress server) {
    var head = head(server, new UUID(0, 0).toString());
    return request -> request.put(head).put(LINE);
  }

  private static byte[] head(InetSocketAddress server, String id) {
    return ascii(
        """
        GET /v1/bookings/%s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        """
            .formatted(id, server.getPort()));
  }

  /** The path of the one that is read first. */
  String firstPath() {
    return new String(reads.getFirst().head, StandardCharsets.US_ASCII).split(" ", 3)[1];
  }

  Account firstOwner() {
    return reads.getFirst().owner;
  }

  @Override
  public void next(ByteBuffer request) {
    var read = reads.get(next++ % reads.size());
    request.put(read.head).put(read.owner.header()).put(LINE);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
