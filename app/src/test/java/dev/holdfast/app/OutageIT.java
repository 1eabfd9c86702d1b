package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Redis is not the truth: without it bookings go on, and health says so. */
class OutageIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.start();

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  @Test
  void withoutRedisBookingsGoOnAndHealthSaysDegraded() {
    var token = HOLDFAST.tokenOf("user");
    var redis = ProcessHandle.of(HOLDFAST.servers().redisProcess()).orElseThrow();
    assertThat(redis.destroyForcibly()).isTrue();
    redis.onExit().join();

    var booking =
        json(HOLDFAST.book(token, anHour(COURT, tenOClock(3))).expectStatus().isCreated());
    var id = booking.path("id").asString();
    HOLDFAST
        .client()
        .get()
        .uri("/v1/bookings/" + id)
        .headers(headers -> headers.setBearerAuth(token))
        .exchange()
        .expectStatus()
        .isOk();
    var health =
        eventually(this::health, answer -> "degraded".equals(answer.path("status").asString()));
    assertThat(health.path("services").path("redis").asString()).isEqualTo("down");
    assertThat(health.path("services").path("database").asString()).isEqualTo("up");
  }

  private JsonNode health() {
    return json(HOLDFAST.client().get().uri("/health").exchange().expectStatus().isOk());
  }
}
