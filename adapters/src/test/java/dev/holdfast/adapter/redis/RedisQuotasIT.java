package dev.holdfast.adapter.redis;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.limit.SharedQuotas;
import dev.holdfast.shared.limit.SharedQuotasContract;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class RedisQuotasIT implements SharedQuotasContract {
  private static final EmbeddedServers SERVERS =
      EmbeddedServers.startTemporary(Set.of(Backend.REDIS));

  private final RedisConnection redis = new RedisConnection(SERVERS.redisUrl());
  private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final RedisQuotas quotas = new RedisQuotas(redis, () -> now);

  @BeforeEach
  void warmUp() {
    redis.warmUp().block();
    quotas.warmUp().block();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  @Override
  public SharedQuotas quotas() {
    return quotas;
  }

  @Override
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aQuotaIsForgottenSomeSecondsAfterItsWindow() {
    quotas.take(TEN, "someone", 1).block();
    StepVerifier.create(redis.run(commands -> commands.pttl("limit:ten:10:60:someone")))
        .expectNextMatches(millis -> millis > 60_000 && millis <= 70_000)
        .verifyComplete();
  }

  @Test
  void withoutRedisItIsAnOutage() {
    try (var nowhere = new RedisConnection("redis://127.0.0.1:1")) {
      StepVerifier.create(new RedisQuotas(nowhere, () -> now).take(TEN, "someone", 1))
          .expectError(OutageException.class)
          .verify(Duration.ofSeconds(2));
    }
  }
}
