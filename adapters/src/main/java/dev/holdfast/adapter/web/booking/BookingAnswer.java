package dev.holdfast.adapter.web.booking;

import dev.holdfast.adapter.web.Answers;
import dev.holdfast.adapter.web.ETags;
import dev.holdfast.adapter.web.Json;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.usecase.BookSlots;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The answer to a request for slots, in the form in which it is kept for a retry: the booking's id,
 * of a fixed length, then the body as it goes over the wire. Nothing of it is worked out anew.
 */
final class BookingAnswer {
  private static final int ID_LENGTH = 36;

  private BookingAnswer() {}

  static String text(BookingView view) {
    return view.facts().id() + new String(Json.bytes(BookingJson.of(view)), StandardCharsets.UTF_8);
  }

  /** The booking as JSON. */
  static String body(BookSlots.Answer answer) {
    return answer.text().substring(ID_LENGTH);
  }

  static Mono<ServerResponse> write(BookSlots.Answer answer) {
    var location = "/v1/bookings/" + answer.text().substring(0, ID_LENGTH);
    var response =
        Answers.json(HttpStatus.CREATED)
            .header(HttpHeaders.LOCATION, location)
            .header(HttpHeaders.ETAG, ETags.of(1)); // a booking is made at version 1
    if (answer.replayed()) {
      response.header("Idempotency-Replayed", "true");
    }
    return response.bodyValue(body(answer).getBytes(StandardCharsets.UTF_8));
  }
}
