package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request for slots is refused for, and as what. */
class BookingRulesIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final String PRACTITIONER = "0190a000-0000-7000-8000-000000000021";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant TEN = tenOClock(80);

  static Stream<Arguments> refusals() {
    var soon = item(COURT, TEN, TEN.plus(HOUR));
    return Stream.of(
        refusal(404, "not-found", item(UUID.randomUUID().toString(), TEN, TEN.plus(HOUR))),
        refusal(422, "mixed-venues", soon, item(PRACTITIONER, TEN, TEN.plus(HOUR))),
        refusal(422, "invalid-interval", item(COURT, TEN, TEN)),
        refusal(422, "invalid-interval", item(COURT, TEN, TEN.minus(HOUR))),
        refusal(422, "interval-in-past", item(COURT, tenOClock(-1), tenOClock(-1).plus(HOUR))),
        refusal(422, "timestamp-precision", item(COURT, TEN.plusNanos(1), TEN.plus(HOUR))),
        refusal(422, "interval-length", item(COURT, TEN, TEN.plusSeconds(300))),
        refusal(422, "interval-length", item(COURT, TEN, TEN.plus(Duration.ofDays(400)))),
        refusal(422, "units-exceed-capacity", with(soon, "units", 2)),
        refusal(
            422,
            "outside-opening-hours",
            item(COURT, TEN.plus(HOUR.multipliedBy(14)), TEN.plus(HOUR.multipliedBy(15)))),
        refusal(422, "interval-grid", item(COURT, TEN.plusSeconds(420), TEN.plus(HOUR))),
        refusal(422, "beyond-horizon", item(COURT, tenOClock(367), tenOClock(367).plus(HOUR))),
        refusal(422, "validation", with(soon, "units", 0)),
        refusal(422, "validation", Map.of("resourceId", COURT, "start", TEN.toString())),
        refusal(400, "unknown-field", with(soon, "price", 0)),
        refusal(400, "malformed-body", with(soon, "units", "1")),
        refusal(400, "invalid-format", with(soon, "resourceId", "abc")),
        refusal(400, "invalid-timestamp", with(soon, "start", "2027-01-01T10:00")),
        refusal(400, "invalid-timestamp", with(soon, "start", "2027-02-30T10:00:00Z")));
  }

  private static Arguments refusal(int status, String code, Map<?, ?>... items) {
    return Arguments.of(status, code, List.of(items));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void itIsRefusedAsTheContractSays(int status, String code, List<?> items) {
    var answer = HOLDFAST.book(HOLDFAST.tokenOf("user"), Map.of("items", items));
    var problem = json(answer.expectStatus().isEqualTo(status));
    assertThat(problem.path("code").asString()).isEqualTo(code);
  }

  @Test
  void aWrongTotalIsRefusedAndTheRightOneTaken() {
    var token = HOLDFAST.tokenOf("user");
    var items = List.of(item(COURT, TEN, TEN.plus(HOUR)));
    var wrong = Map.of("amount", "23.00", "currency", "EUR");
    var refused = HOLDFAST.book(token, Map.of("items", items, "expectedTotal", wrong));
    assertThat(json(refused.expectStatus().isEqualTo(409)).path("code").asString())
        .isEqualTo("total-mismatch");
    var right = Map.of("amount", "24.00", "currency", "EUR");
    HOLDFAST.book(token, Map.of("items", items, "expectedTotal", right)).expectStatus().isCreated();
  }

  @Test
  void withoutAKeyNothingIsBooked() {
    var problem =
        json(
            HOLDFAST
                .client()
                .post()
                .uri("/v1/bookings")
                .headers(headers -> headers.setBearerAuth(HOLDFAST.tokenOf("user")))
                .bodyValue(Map.of("items", List.of(item(COURT, TEN, TEN.plus(HOUR)))))
                .exchange()
                .expectStatus()
                .isBadRequest());
    assertThat(problem.path("code").asString()).isEqualTo("idempotency-key-missing");
  }

  private static Map<String, Object> item(String resource, Instant start, Instant end) {
    return Map.of("resourceId", resource, "start", start.toString(), "end", end.toString());
  }

  private static Map<String, Object> with(Map<String, Object> item, String field, Object value) {
    var changed = new HashMap<>(item);
    changed.put(field, value);
    return changed;
  }
}
