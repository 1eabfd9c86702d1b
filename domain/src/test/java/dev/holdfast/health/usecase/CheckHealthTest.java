package dev.holdfast.health.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.health.Health;
import dev.holdfast.health.Health.Status;
import dev.holdfast.health.port.Probe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CheckHealthTest {
  private final AtomicInteger asked = new AtomicInteger();

  private Probe probe(String name, boolean vital, Mono<Boolean> answer) {
    return new Probe() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean isVital() {
        return vital;
      }

      @Override
      public Mono<Boolean> isUp() {
        asked.incrementAndGet();
        return answer;
      }
    };
  }

  private static CheckHealth check(Probe... probes) {
    return new CheckHealth(List.of(probes), InstantSource.system());
  }

  private static Health now(CheckHealth check) {
    return Objects.requireNonNull(check.health().block());
  }

  @Test
  void allIsWellWhenEveryProbeSaysSo() {
    var health = now(check(probe("database", true, Mono.just(true))));
    assertThat(health.status()).isEqualTo(Status.OK);
    assertThat(health.services()).isEqualTo(Map.of("database", true));
  }

  @Test
  void whatIsNotVitalOnlyDegrades() {
    var health =
        now(
            check(
                probe("database", true, Mono.just(true)),
                probe("redis", false, Mono.error(new IllegalStateException("away"))),
                probe("mongodb", false, Mono.empty())));
    assertThat(health.status()).isEqualTo(Status.DEGRADED);
    assertThat(health.services())
        .isEqualTo(Map.of("database", true, "redis", false, "mongodb", false));
  }

  @Test
  void withoutWhatIsVitalWeAreDown() {
    var health =
        now(
            check(
                probe("database", true, Mono.just(false)), probe("redis", false, Mono.just(true))));
    assertThat(health.status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aProbeThatDoesNotAnswerIsDownInTimeAndIsNotSentAgain() {
    StepVerifier.withVirtualTime(
            () -> {
              var check = check(probe("redis", false, Mono.never()));
              return check
                  .health()
                  .then(Mono.delay(CheckHealth.FRESH.plusMillis(1)))
                  .then(check.health());
            })
        .thenAwait(CheckHealth.PATIENCE)
        .thenAwait(CheckHealth.FRESH.plusMillis(1))
        .thenAwait(CheckHealth.PATIENCE)
        .assertNext(health -> assertThat(health.services()).isEqualTo(Map.of("redis", false)))
        .verifyComplete();
    assertThat(asked).hasValue(1);
  }

  @Test
  void whetherBookingsCanBeTakenDoesNotWaitForWhatIsNotVital() {
    var check =
        check(probe("database", true, Mono.just(true)), probe("mongodb", false, Mono.never()));
    StepVerifier.create(check.canServe())
        .expectNext(true)
        .expectComplete()
        .verify(Duration.ofMillis(500));
    assertThat(check(probe("database", true, Mono.just(false))).canServe().block()).isFalse();
  }

  @Test
  void whoAsksSoonAgainIsToldWhatWasFound() {
    StepVerifier.withVirtualTime(
            () -> {
              var check = check(probe("redis", false, Mono.just(true)));
              return check
                  .health()
                  .then(check.health())
                  .then(Mono.delay(Duration.ofMillis(10)))
                  .then(check.health());
            })
        .thenAwait(Duration.ofMillis(10))
        .expectNextCount(1)
        .verifyComplete();
    assertThat(asked).hasValue(1);
  }
}
