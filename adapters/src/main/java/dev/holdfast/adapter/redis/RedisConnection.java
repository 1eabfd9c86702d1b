package dev.holdfast.adapter.redis;

import dev.holdfast.shared.OutageException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The way to Redis: one connection for everyone, opened when it is first needed, behind a breaker.
 * A command waits {@link #PATIENCE} and no longer; after one that failed, further ones fail at once
 * for a while, and then a single one tries the ground. Nothing is queued while Redis is away, and
 * nothing is sent again once it is back.
 */
public final class RedisConnection implements AutoCloseable {
  /** How long a command may take, opening the connection included. */
  static final Duration PATIENCE = Duration.ofMillis(100);

  private final ClientResources resources;
  private final RedisClient client;
  private final RedisURI uri;
  private final CircuitBreaker breaker;
  private final AtomicReference<@Nullable Mono<StatefulRedisConnection<String, String>>>
      connection = new AtomicReference<>();

  /**
   * @param url {@code redis://:password@host:6379}
   */
  public RedisConnection(String url) {
    uri = RedisURI.create(url);
    uri.setTimeout(PATIENCE);
    uri.setClientName("holdfast");
    resources =
        DefaultClientResources.builder()
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(100), Duration.ofSeconds(2), 2, TimeUnit.MILLISECONDS))
            .build();
    client = RedisClient.create(resources);
    client.setOptions(options());
    breaker = CircuitBreaker.of("redis", breakerConfig());
  }

  private static ClientOptions options() {
    var keepAlive =
        KeepAliveOptions.builder()
            .enable()
            .idle(Duration.ofSeconds(5))
            .interval(Duration.ofSeconds(1))
            .count(3)
            .build();
    var userTimeout =
        TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(Duration.ofSeconds(5)).build();
    return ClientOptions.builder()
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(1000)
        .replayFilter(_ -> true) // true: not sent again
        .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(Duration.ofMillis(500))
                .keepAlive(keepAlive)
                .tcpUserTimeout(userTimeout)
                .tcpNoDelay(true)
                .build())
        .build();
  }

  private static CircuitBreakerConfig breakerConfig() {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(2)
        .minimumNumberOfCalls(1)
        .failureRateThreshold(50)
        .permittedNumberOfCallsInHalfOpenState(1)
        .waitIntervalFunctionInOpenState(
            IntervalFunction.ofExponentialBackoff(Duration.ofMillis(500), 2, Duration.ofSeconds(4)))
        .build();
  }

  /** Runs commands; fails as an outage when Redis is away, at once when that is known already. */
  <T> Mono<T> run(Function<RedisReactiveCommands<String, String>, Mono<T>> commands) {
    return connected()
        .flatMap(open -> commands.apply(open.reactive()))
        .timeout(PATIENCE)
        .transformDeferred(CircuitBreakerOperator.of(breaker))
        .onErrorMap(failure -> new OutageException("redis", failure));
  }

  /**
   * Opens the connection and tries it, with more patience than a command gets: a process that has
   * just begun is slow. Completes also when Redis is away.
   */
  public Mono<Void> warmUp() {
    return Mono.defer(this::connected)
        .flatMap(open -> open.reactive().ping())
        .retryWhen(Retry.backoff(5, PATIENCE))
        .timeout(Duration.ofSeconds(5))
        .onErrorComplete()
        .then();
  }

  /** Whether the breaker lets nobody through. */
  public boolean isGivenUp() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  // Once open, the driver keeps the connection up by itself; a failed opening is forgotten.
  private Mono<StatefulRedisConnection<String, String>> connected() {
    return Mono.defer(
        () -> {
          var known = connection.get();
          if (known != null) {
            return known;
          }
          var opening =
              Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.UTF8, uri))
                  .doOnError(_ -> connection.set(null))
                  .cache();
          var other = connection.compareAndExchange(null, opening);
          return other != null ? other : opening;
        });
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
