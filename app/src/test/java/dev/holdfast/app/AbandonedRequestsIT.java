package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Clients that leave while the database works for them cost nothing afterwards. */
class AbandonedRequestsIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final int REQUESTS = 4_000;
  private static final int AT_ONCE = 64;
  private static final long SEED = 20_260_101;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Leaves so often that those who have left while waiting for a connection must not count. */
  private static final ConnectionProvider CONNECTIONS =
      ConnectionProvider.builder("abandoning")
          .maxConnections(256)
          .pendingAcquireMaxCount(-1)
          .build();

  private final WebClient client =
      WebClient.builder()
          .baseUrl("http://127.0.0.1:" + HOLDFAST.port())
          .clientConnector(new ReactorClientHttpConnector(HttpClient.create(CONNECTIONS)))
          .build();

  @AfterAll
  static void closeConnections() {
    CONNECTIONS.dispose();
  }

  @Test
  void thousandsOfAbandonedRequestsLeaveEveryPoolSlotFree() {
    var token = HOLDFAST.tokenOf("user");
    var random = new SplittableRandom(SEED);
    var abandoned =
        Flux.range(0, REQUESTS)
            .map(n -> abandon(request(token, n), Duration.ofMillis(random.nextInt(12))))
            .flatMap(request -> request, AT_ONCE)
            .filter(wasAbandoned -> wasAbandoned)
            .count()
            .block(PATIENCE);
    assertThat(Objects.requireNonNull(abandoned)).isGreaterThan(REQUESTS / 10);
    eventually(
        () ->
            HOLDFAST.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"),
        rows -> rows.contains("0"));
    var metrics = HOLDFAST.pool().getMetrics().orElseThrow();
    eventually(metrics::acquiredSize, acquired -> acquired == 0);
    assertThat(metrics.pendingAcquireSize()).isZero();
    assertThat(metrics.allocatedSize()).isLessThanOrEqualTo(metrics.getMaxAllocatedSize());
    HOLDFAST.book(token, anHour(COURT, tenOClock(60))).expectStatus().isCreated();
  }

  private Mono<?> request(String token, int n) {
    var authorized = (Consumer<HttpHeaders>) headers -> headers.setBearerAuth(token);
    return switch (n % 4) {
      case 0 ->
          client
              .post()
              .uri("/v1/bookings")
              .headers(authorized)
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .bodyValue(anHour(COURT, tenOClock(61 + n % 50)))
              .exchangeToMono(answer -> answer.releaseBody().thenReturn(n));
      case 1 ->
          client
              .get()
              .uri("/v1/bookings?limit=200")
              .headers(authorized)
              .exchangeToMono(answer -> answer.releaseBody().thenReturn(n));
      case 2 ->
          client
              .get()
              .uri("/v1/bookings")
              .headers(authorized)
              .accept(MediaType.APPLICATION_NDJSON)
              .exchangeToMono(answer -> answer.releaseBody().thenReturn(n));
      default ->
          client
              .get()
              .uri(
                  "/v1/resources/" + COURT + "/slots?from={from}&to={to}",
                  tenOClock(1),
                  tenOClock(9))
              .exchangeToMono(answer -> answer.releaseBody().thenReturn(n));
    };
  }

  /** Whether the client left before the answer. */
  private static Mono<Boolean> abandon(Mono<?> request, Duration after) {
    return request.thenReturn(false).timeout(after, Mono.just(true));
  }
}
