package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Neither Redis nor MongoDB is the truth: without them bookings go on, and health says so. */
class OutageIT {
  private static final MongoBackend DOCUMENTS = new MemoryBackend();
  private static final MongoServer MONGODB = new MongoServer(DOCUMENTS);
  private static final InetSocketAddress ADDRESS = MONGODB.bind();
  private static final RunningHoldfast HOLDFAST =
      RunningHoldfast.start(
          "--holdfast.mongodb.url=mongodb://127.0.0.1:" + ADDRESS.getPort() + "/holdfast");

  @AfterAll
  static void stop() {
    HOLDFAST.close();
    MONGODB.shutdownNow();
  }

  @Test
  void withoutMongodbBookingsGoOnAndItsReturnBringsTheAuditTrailUpToDate() {
    var token = HOLDFAST.tokenOf("user");
    MONGODB.shutdownNow();
    var booking =
        json(HOLDFAST.book(token, anHour(COURT, tenOClock(4))).expectStatus().isCreated());
    eventually(
        this::health, answer -> "down".equals(answer.path("services").path("mongodb").asString()));
    assertThat(health().path("services").path("database").asString()).isEqualTo("up");

    var back = new MongoServer(DOCUMENTS);
    back.bind(ADDRESS);
    try {
      var admin = HOLDFAST.tokenOf("admin");
      eventually(() -> audited(admin, booking.path("id").asString()), found -> found == 1);
    } finally {
      back.shutdownNow();
    }
  }

  private int audited(String token, String id) {
    var answer =
        HOLDFAST
            .client()
            .get()
            .uri("/v1/audit?entityId=" + id)
            .headers(headers -> headers.setBearerAuth(token))
            .exchange()
            .expectBody(byte[].class)
            .returnResult();
    return answer.getStatus().value() == 200
        ? json(Objects.requireNonNull(answer.getResponseBody())).path("items").size()
        : 0;
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
    assertThat(HOLDFAST.bean(MeterRegistry.class).get("holdfast.limits.alone").gauge().value())
        .isEqualTo(1);
    assertThat(health.path("services").path("database").asString()).isEqualTo("up");
  }

  private JsonNode health() {
    return json(HOLDFAST.client().get().uri("/health").exchange().expectStatus().isOk());
  }
}
