package dev.holdfast.load.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One request and its answer, both of any length, on a connection of their own. The answer is taken
 * line by line, and no faster than wanted.
 */
public final class Exchange implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;
  private static final byte[] LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket = new Socket();
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(2 * CHUNK);

  /** Takes the lines of an answer, without their ends. */
  @FunctionalInterface
  public interface Reader {
    void line(String line);
  }

  /**
   * @param silence after how long without a byte the answer is given up
   */
  public Exchange(InetSocketAddress server, Duration silence) throws IOException {
    // Small, so that a reader who pauses is felt by the server and not hidden by the kernel.
    socket.setReceiveBufferSize(64 * 1024);
    socket.setSoTimeout((int) silence.toMillis());
    socket.connect(server);
  }

  /** Sends the head of a request, given without its last, empty line. */
  public void head(String head) throws IOException {
    socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a line of a chunked body, sooner or later; waits while the server does not read. */
  public void line(String line) throws IOException {
    chunk.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    chunk.write('\n');
    if (chunk.size() >= CHUNK) {
      flush();
    }
  }

  private void flush() throws IOException {
    var out = socket.getOutputStream();
    out.write((Integer.toHexString(chunk.size()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(chunk.toByteArray());
    out.write(LINE);
    chunk.reset();
  }

  /** Sends what is left of a chunked body, and its end. */
  public void end() throws IOException {
    if (chunk.size() > 0) {
      flush();
    }
    socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads the answer to its end.
   *
   * @param linesPerSecond how fast at most; 0: as fast as it comes
   * @return the status
   */
  public int read(double linesPerSecond, Reader reader) throws IOException {
    var lines = new Lines(reader);
    var parser = new ResponseParser(lines);
    var bytes = new byte[CHUNK];
    var in = socket.getInputStream();
    long start = System.nanoTime();
    while (!parser.isComplete()) {
      int length = in.read(bytes);
      if (length < 0) {
        throw new IOException("the answer ends early, after " + lines.count + " lines");
      }
      parser.read(bytes, 0, length);
      if (linesPerSecond > 0) {
        pause(start + (long) (lines.count * 1e9 / linesPerSecond));
      }
    }
    lines.end();
    return parser.status();
  }

  private static void pause(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static final class Lines implements ResponseParser.Body {
    private final Reader reader;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long count;

    private Lines(Reader reader) {
      this.reader = reader;
    }

    @Override
    public void accept(byte[] bytes, int from, int to) {
      int begin = from;
      for (int at = from; at < to; at++) {
        if (bytes[at] == '\n') {
          line.write(bytes, begin, at - begin);
          end();
          begin = at + 1;
        }
      }
      line.write(bytes, begin, to - begin);
    }

    private void end() {
      if (line.size() > 0) {
        count++;
        reader.line(line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
