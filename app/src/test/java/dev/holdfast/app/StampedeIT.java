package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.KAYAKS;
import static dev.holdfast.app.RunningHoldfast.OTHER_COURT;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many want what few can have, at once. Speed is not looked at here. */
class StampedeIT {
  private static final int CLIENTS = 64;
  private static final int REQUESTS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String OVERLAPS =
      """
      SELECT count(*) FROM booking_items a JOIN booking_items b
        ON a.venue_id = b.venue_id AND a.resource_id = b.resource_id AND a.unit_no = b.unit_no
        AND a.id < b.id AND a.occupied && b.occupied
      WHERE a.status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')
        AND b.status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')
      """;

  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();

  private final WebClient client = WebClient.create("http://127.0.0.1:" + HOLDFAST.port());

  @Test
  void onAMovingHotSlotNothingIsSoldTwiceAndNothingBreaks() {
    var answers = stampede(OTHER_COURT, 1);
    assertThat(answers.keySet()).as("statuses %s", answers).containsOnly(201, 409);
    assertThat(answers.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo((long) CLIENTS * REQUESTS);
    assertThat(HOLDFAST.sql(OVERLAPS)).containsExactly("0");
    assertThat(HOLDFAST.databaseLog()).doesNotContain("deadlock detected");
  }

  @Test
  void ofEightUnitsExactlyEightAreSold() {
    var token = HOLDFAST.tokenOf("user");
    var start = tenOClock(40);
    var won =
        Flux.range(0, CLIENTS)
            .flatMap(_ -> book(token, KAYAKS, start), CLIENTS)
            .filter(status -> status == 201)
            .count()
            .block(PATIENCE);
    assertThat(won).isEqualTo(8);
    assertThat(HOLDFAST.sql(OVERLAPS)).containsExactly("0");
  }

  /** Each client goes through the same quarters of an hour, one after the other. */
  private Map<Integer, Long> stampede(String resource, int firstDay) {
    var token = HOLDFAST.tokenOf("user");
    return Flux.range(0, CLIENTS)
        .flatMap(
            _ -> Flux.range(0, REQUESTS).concatMap(n -> book(token, resource, slot(firstDay, n))),
            CLIENTS)
        .collect(
            () -> (Map<Integer, Long>) new TreeMap<Integer, Long>(),
            (counts, status) -> counts.merge(status, 1L, Long::sum))
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  /** Ten hours of quarters a day, half an hour long: each overlaps the next. */
  private static Instant slot(int firstDay, int n) {
    return tenOClock(20 + firstDay + n / 40).plus(Duration.ofMinutes(15L * (n % 40)));
  }

  private Mono<Integer> book(String token, String resource, Instant start) {
    var body =
        Map.of(
            "items",
            List.of(
                Map.of(
                    "resourceId", resource,
                    "start", start.toString(),
                    "end", start.plus(Duration.ofMinutes(30)).toString())));
    return client
        .post()
        .uri("/v1/bookings")
        .headers(headers -> headers.setBearerAuth(token))
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .bodyValue(body)
        .exchangeToMono(answer -> answer.releaseBody().thenReturn(answer.statusCode().value()));
  }
}
