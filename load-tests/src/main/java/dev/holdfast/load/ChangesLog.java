package dev.holdfast.load;

import dev.holdfast.load.http.Exchange;
import dev.holdfast.load.stack.Fields;
import dev.holdfast.load.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /v1/changes} says: ids of events, in order. */
final class ChangesLog {
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final List<String> all = new ArrayList<>();
  private final Map<String, List<String>> ofBookings = new HashMap<>();
  private long created;
  private long cancelled;

  private ChangesLog(List<String> bookings) {
    bookings.forEach(booking -> ofBookings.put(booking, new ArrayList<>()));
  }

  /**
   * Reads what came after this event.
   *
   * @param bookings whose own events are wanted as well
   */
  static ChangesLog after(String start, List<String> bookings, Stack stack) throws IOException {
    var log = new ChangesLog(bookings);
    try (var exchange = new Exchange(stack.server().address(), SILENCE)) {
      exchange.head(
          """
          GET /v1/changes?after=%s HTTP/1.1\r
          Host: 127.0.0.1\r
          Authorization: Bearer %s\r
          Accept: application/x-ndjson\r
          """
              .formatted(start, stack.admin().token()));
      int status = exchange.read(0, log::line);
      if (status != 200) {
        throw new IllegalStateException("refused with " + status);
      }
    }
    return log;
  }

  private void line(String line) {
    var id = Fields.text(line, "id");
    all.add(id);
    var ofBooking = ofBookings.get(Fields.text(line, "aggregateId"));
    if (ofBooking != null) {
      ofBooking.add(id);
    }
    switch (Fields.text(line, "type")) {
      case "booking.created" -> created++;
      case "booking.cancelled" -> cancelled++;
      default -> {} // counted with all
    }
  }

  /** Of one booking, or of everything. */
  List<String> of(@Nullable String booking) {
    return booking == null ? all : ofBookings.getOrDefault(booking, List.of());
  }

  long created() {
    return created;
  }

  long cancelled() {
    return cancelled;
  }
}
