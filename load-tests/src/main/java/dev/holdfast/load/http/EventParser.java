package dev.holdfast.load.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (HTML standard, §9.2) as they arrive, in whatever pieces. An event
 * counts when the empty line behind it has come; one that was cut short is forgotten. Lines end
 * with LF or CRLF, a CR alone is not looked for.
 */
final class EventParser implements ResponseParser.Body {
  private final Consumer<StreamedEvent> taker;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);
  private @Nullable String lastId;
  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String data;
  private boolean begun;

  /**
   * @param lastId what is known as the last before anything has come
   */
  EventParser(@Nullable String lastId, Consumer<StreamedEvent> taker) {
    this.lastId = lastId;
    this.taker = taker;
  }

  /** The id that came last, with an event or without one, and stays known when a stream is cut. */
  @Nullable String lastId() {
    return lastId;
  }

  /** Forgets what was begun; the next byte is the first of a stream. */
  void reset() {
    line.reset();
    begun = false;
    forget();
  }

  private void forget() {
    id = null;
    name = null;
    data = null;
  }

  /** Whether anything has come. */
  boolean hasBegun() {
    return begun;
  }

  @Override
  public void accept(byte[] bytes, int from, int to) {
    begun = true;
    int begin = from;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        line.write(bytes, begin, at - begin);
        endOfLine();
        begin = at + 1;
      }
    }
    line.write(bytes, begin, to - begin);
  }

  private void endOfLine() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.isEmpty()) {
      endOfEvent();
    } else {
      int colon = text.indexOf(':');
      if (colon != 0) { // else it is a comment
        field(text, colon < 0 ? text.length() : colon);
      }
    }
  }

  private void field(String text, int nameEnds) {
    int begin = Math.min(text.length(), nameEnds + 1);
    if (begin < text.length() && text.charAt(begin) == ' ') {
      begin++;
    }
    var value = text.substring(begin);
    switch (text.substring(0, nameEnds)) {
      case "id" -> id = value;
      case "event" -> name = value;
      case "data" -> data = data == null ? value : data + "\n" + value;
      default -> {} // as the standard wants it
    }
  }

  private void endOfEvent() {
    if (id != null) {
      lastId = id;
    }
    if (data != null) {
      taker.accept(new StreamedEvent(id, name == null ? "message" : name, data, System.nanoTime()));
    }
    forget();
  }
}
