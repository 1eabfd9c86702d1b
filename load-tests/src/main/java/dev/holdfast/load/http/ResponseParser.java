package dev.holdfast.load.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.1 answers as they arrive, in whatever pieces. It knows what a load generator needs:
 * the status, where the body ends, and whether the connection does.
 */
public final class ResponseParser {
  private static final int LINE_MAX = 16 * 1024;
  private static final int LINE_USUAL = 256;
  private static final byte[] CONTENT_LENGTH = lower("content-length:");
  private static final byte[] TRANSFER_ENCODING = lower("transfer-encoding:");
  private static final byte[] CONNECTION = lower("connection:");

  /** Takes the bytes of bodies, as they come. */
  @FunctionalInterface
  public interface Body {
    void accept(byte[] bytes, int from, int to);
  }

  private enum State {
    STATUS_LINE,
    HEADER,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    COMPLETE
  }

  private final Body sink;

  // Grows when it must: thousands of these are kept when thousands of streams are followed.
  private byte[] line = new byte[LINE_USUAL];
  private int lineLength;
  private State state = State.STATUS_LINE;
  private int status;
  private long remaining;
  private boolean chunked;
  private boolean closing;

  public ResponseParser() {
    this((_, _, _) -> {});
  }

  public ResponseParser(Body sink) {
    this.sink = sink;
  }

  /** Forgets the answer before; the next byte is the first of a status line. */
  public void reset() {
    state = State.STATUS_LINE;
    lineLength = 0;
    status = 0;
    remaining = 0;
    chunked = false;
    closing = false;
  }

  /**
   * Reads on, at most to the end of the answer.
   *
   * @return how far it has read; see {@link #isComplete()}
   */
  public int read(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && state != State.COMPLETE) {
      at =
          switch (state) {
            case BODY, CHUNK -> readBody(bytes, at, to);
            case STATUS_LINE, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER -> readLine(bytes, at, to);
            case COMPLETE -> at;
          };
    }
    return at;
  }

  private int readBody(byte[] bytes, int from, int to) {
    int length = (int) Math.min(remaining, to - from);
    sink.accept(bytes, from, from + length);
    remaining -= length;
    if (remaining == 0) {
      state = state == State.CHUNK ? State.CHUNK_END : State.COMPLETE;
    }
    return from + length;
  }

  private int readLine(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte next = bytes[at];
      if (next == '\n') {
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
          lineLength--;
        }
        endOfLine();
        lineLength = 0;
        return at + 1;
      }
      if (lineLength == LINE_MAX) {
        throw new IllegalStateException("a line of an answer is longer than " + LINE_MAX);
      }
      if (lineLength == line.length) {
        line = Arrays.copyOf(line, Math.min(LINE_MAX, 2 * lineLength));
      }
      line[lineLength++] = next;
    }
    return to;
  }

  private void endOfLine() {
    switch (state) {
      case STATUS_LINE -> {
        status = statusOf();
        state = State.HEADER;
      }
      case HEADER -> {
        if (lineLength == 0) {
          endOfHeaders();
        } else {
          header();
        }
      }
      case CHUNK_SIZE -> {
        remaining = hexadecimal();
        state = remaining == 0 ? State.TRAILER : State.CHUNK;
      }
      case CHUNK_END -> state = State.CHUNK_SIZE;
      case TRAILER -> {
        if (lineLength == 0) {
          state = State.COMPLETE;
        }
      }
      case BODY, CHUNK, COMPLETE -> throw new IllegalStateException("no line is read in " + state);
    }
  }

  private int statusOf() {
    if (lineLength < 12 || line[0] != 'H' || line[8] != ' ') {
      throw new IllegalStateException("no status line: " + text());
    }
    return (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  }

  private void header() {
    if (startsWith(CONTENT_LENGTH)) {
      remaining = Long.parseLong(text().substring(CONTENT_LENGTH.length).strip());
    } else if (startsWith(TRANSFER_ENCODING)) {
      chunked = text().contains("chunked");
    } else if (startsWith(CONNECTION)) {
      closing = text().contains("close");
    }
  }

  private void endOfHeaders() {
    if (status < 200) {
      reset(); // 100 Continue announces the answer, it is none
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else {
      state = remaining == 0 ? State.COMPLETE : State.BODY;
    }
  }

  private long hexadecimal() {
    long size = 0;
    for (int at = 0; at < lineLength && line[at] != ';'; at++) {
      int digit = Character.digit(line[at], 16);
      if (digit < 0) {
        throw new IllegalStateException("no chunk size: " + text());
      }
      size = size * 16 + digit;
    }
    return size;
  }

  private boolean startsWith(byte[] lowerCase) {
    if (lineLength < lowerCase.length) {
      return false;
    }
    for (int at = 0; at < lowerCase.length; at++) {
      if ((line[at] | 0x20) != lowerCase[at] && line[at] != lowerCase[at]) {
        return false;
      }
    }
    return true;
  }

  private String text() {
    return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
  }

  private static byte[] lower(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether the answer has been read to its end. */
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  /** Of the answer; 0 before its first line. */
  public int status() {
    return status;
  }

  /** Whether the server will close the connection after this answer. */
  public boolean isClosing() {
    return closing;
  }
}
