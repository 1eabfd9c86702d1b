package dev.holdfast.adapter.redis;

import dev.holdfast.health.port.Probe;
import io.lettuce.core.api.reactive.BaseRedisReactiveCommands;
import reactor.core.publisher.Mono;

/** Asks Redis whether it is there; while the breaker is open, the answer is no. */
public final class RedisProbe implements Probe {
  private final RedisConnection redis;

  public RedisProbe(RedisConnection redis) {
    this.redis = redis;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Mono<Boolean> isUp() {
    return redis.run(BaseRedisReactiveCommands::ping).thenReturn(true);
  }
}
