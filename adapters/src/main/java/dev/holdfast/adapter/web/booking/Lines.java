package dev.holdfast.adapter.web.booking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/**
 * Cuts a body into its lines as it comes. A line that is too long is thrown away as it comes and
 * stands there without its bytes; empty lines are counted and left out.
 */
final class Lines {
  private static final byte[] NOTHING = {};

  private final int bytesMax;
  private byte[] started = NOTHING;
  private boolean isTooLong;
  private long number;

  private Lines(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** One line, without its end. */
  static final class Line {
    private final long number;
    private final byte[] bytes;

    private Line(long number, byte[] bytes) {
      this.number = number;
      this.bytes = bytes;
    }

    /** Counted from 1. */
    long number() {
      return number;
    }

    boolean isTooLong() {
      return bytes.length == 0;
    }

    /** Nothing when it is too long. */
    byte[] bytes() {
      return bytes;
    }
  }

  /**
   * The lines of a body, asked for no faster than they are taken.
   *
   * @param bytesMax of a line, without its end
   */
  static Flux<Line> of(Flux<DataBuffer> body, int bytesMax) {
    return Flux.defer(
        () -> {
          var lines = new Lines(bytesMax);
          return body.concatMapIterable(lines::cut, 1)
              .concatWith(Flux.defer(() -> Flux.fromIterable(lines.end())));
        });
  }

  private List<Line> cut(DataBuffer buffer) {
    try {
      var bytes = new byte[buffer.readableByteCount()];
      buffer.read(bytes);
      var lines = new ArrayList<Line>();
      var from = 0;
      for (var at = 0; at < bytes.length; at++) {
        if (bytes[at] == '\n') {
          take(bytes, from, at);
          lines.addAll(end());
          from = at + 1;
        }
      }
      take(bytes, from, bytes.length);
      return lines;
    } finally {
      DataBufferUtils.release(buffer);
    }
  }

  private void take(byte[] bytes, int from, int to) {
    // One more for the carriage return that may stand before the end.
    if (isTooLong || started.length + (to - from) > bytesMax + 1) {
      isTooLong = true;
      started = NOTHING;
    } else if (to > from) {
      var all = Arrays.copyOf(started, started.length + (to - from));
      System.arraycopy(bytes, from, all, started.length, to - from);
      started = all;
    }
  }

  private List<Line> end() {
    number++;
    var bytes = started;
    var wasTooLong = isTooLong;
    started = NOTHING;
    isTooLong = false;
    if (bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
      bytes = Arrays.copyOf(bytes, bytes.length - 1);
    }
    if (wasTooLong || bytes.length > bytesMax) {
      return List.of(new Line(number, NOTHING));
    }
    return bytes.length == 0 ? List.of() : List.of(new Line(number, bytes));
  }
}
