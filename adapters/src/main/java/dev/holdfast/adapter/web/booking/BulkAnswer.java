package dev.holdfast.adapter.web.booking;

import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.Problem;
import dev.holdfast.booking.usecase.BookSlots;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answer to one line, a line itself. */
final class BulkAnswer {
  private BulkAnswer() {}

  static byte[] booked(long line, @Nullable String key, BookSlots.Answer answer) {
    return line(
        start(line, key, 201)
            + ",\"booking\":"
            + BookingAnswer.body(answer)
            + (answer.replayed() ? ",\"replayed\":true" : ""));
  }

  static byte[] refused(long line, @Nullable String key, Problem problem, JsonNode json) {
    return line(start(line, key, problem.status().value()) + ",\"problem\":" + json);
  }

  private static String start(long line, @Nullable String key, int status) {
    return "{\"line\":"
        + line
        + ",\"key\":"
        + (key == null ? "null" : new String(Json.bytes(key), StandardCharsets.UTF_8))
        + ",\"status\":"
        + status;
  }

  private static byte[] line(String text) {
    return (text + "}\n").getBytes(StandardCharsets.UTF_8);
  }
}
