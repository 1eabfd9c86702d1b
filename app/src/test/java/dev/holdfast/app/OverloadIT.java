package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** More is asked for than is let in: here next to nothing is. */
class OverloadIT {
  private static final int REQUESTS = 300;

  private static final RunningHoldfast HOLDFAST =
      RunningHoldfast.start(
          "--holdfast.admission.at-least=1",
          "--holdfast.admission.at-most=1",
          "--holdfast.admission.line=1");

  private final WebClient client = WebClient.create("http://127.0.0.1:" + HOLDFAST.port());
  private final String token = HOLDFAST.tokenOf("user");

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  private record Answer(int status, HttpHeaders headers, String body) {}

  @Test
  void theSurplusIsRefusedAtOnceAndKeepsNothingAndLaterItIsLetIn() {
    var answers =
        Flux.range(0, REQUESTS)
            .flatMap(n -> book(slot(n), UUID.randomUUID().toString()), REQUESTS)
            .collectList()
            .blockOptional(Duration.ofMinutes(1))
            .orElseThrow();
    assertThat(answers).extracting(Answer::status).contains(201, 503).containsOnly(201, 503);
    for (var answer : answers) {
      if (answer.status == 503) {
        assertThat(answer.body).contains("\"code\":\"overloaded\"").contains("\"retryable\":true");
        assertThat(answer.headers.getFirst(HttpHeaders.RETRY_AFTER)).isNotNull();
      }
    }
    var kept = answers.stream().filter(answer -> answer.status == 201).count();
    assertThat(HOLDFAST.sql("SELECT count(*) FROM bookings")).containsExactly("" + kept);
    assertThat(HOLDFAST.sql("SELECT count(*) FROM idempotency_keys")).containsExactly("" + kept);
    var late = book(slot(REQUESTS), UUID.randomUUID().toString()).blockOptional().orElseThrow();
    assertThat(late.status).isEqualTo(201);
  }

  private static Instant slot(int n) {
    return tenOClock(30 + n / 10).plus(Duration.ofHours(n % 10));
  }

  private Mono<Answer> book(Instant start, String key) {
    return client
        .post()
        .uri("/v1/bookings")
        .headers(headers -> headers.setBearerAuth(token))
        .header("Idempotency-Key", key)
        .bodyValue(RunningHoldfast.anHour(COURT, start))
        .exchangeToMono(
            response ->
                response
                    .bodyToMono(String.class)
                    .map(
                        body ->
                            new Answer(
                                response.statusCode().value(),
                                response.headers().asHttpHeaders(),
                                body)));
  }
}
