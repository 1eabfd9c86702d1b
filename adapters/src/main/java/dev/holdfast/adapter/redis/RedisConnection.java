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
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
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
 *
 * <p>Quotas have a connection of their own, with more patience and no breaker: whoever asks for
 * them does not wait for all of it, and knows by themselves when not to ask.
 */
public final class RedisConnection implements AutoCloseable {
  /** How long a command may take, opening the connection included. */
  static final Duration PATIENCE = Duration.ofMillis(100);

  /** The same for what the quotas do. */
  static final Duration PATIENCE_FOR_QUOTAS = Duration.ofMillis(500);

  private final ClientResources resources;
  private final CircuitBreaker breaker;
  private final Connection<String> texts;
  private final Connection<byte[]> quotas;

  /**
   * @param url {@code redis://:password@host:6379}
   */
  public RedisConnection(String url) {
    resources =
        DefaultClientResources.builder()
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(100), Duration.ofSeconds(2), 2, TimeUnit.MILLISECONDS))
            .build();
    texts = new Connection<>(url, PATIENCE, StringCodec.UTF8);
    quotas =
        new Connection<>(
            url, PATIENCE_FOR_QUOTAS, RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    breaker = CircuitBreaker.of("redis", breakerConfig());
  }

  private static ClientOptions options(Duration patience) {
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
        .timeoutOptions(TimeoutOptions.enabled(patience))
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
    return texts
        .opened()
        .flatMap(open -> commands.apply(open.reactive()))
        .timeout(PATIENCE)
        .transformDeferred(CircuitBreakerOperator.of(breaker))
        .onErrorMap(RedisConnection::outage);
  }

  /** Runs commands of the quotas; fails as an outage when Redis is away. */
  <T> Mono<T> runQuotas(Function<RedisAsyncCommands<String, byte[]>, Mono<T>> commands) {
    return quotas
        .opened()
        .flatMap(open -> commands.apply(open.async()))
        .timeout(PATIENCE_FOR_QUOTAS)
        .onErrorMap(RedisConnection::outage);
  }

  private static OutageException outage(Throwable failure) {
    return new OutageException("redis", failure);
  }

  /** Opens the connection and tries it. */
  public Mono<Void> warmUp() {
    return patiently(texts.opened().flatMap(open -> open.reactive().ping()));
  }

  /** The same for quotas, with these commands. */
  Mono<Void> warmUpQuotas(Function<RedisAsyncCommands<String, byte[]>, ? extends Mono<?>> tried) {
    return patiently(quotas.opened().flatMap(open -> tried.apply(open.async())));
  }

  /**
   * With more patience than a command gets, as a process that has just begun is slow, and whatever
   * the breaker thinks. Completes also when Redis is away.
   */
  private static Mono<Void> patiently(Mono<?> work) {
    return work.retryWhen(Retry.backoff(5, PATIENCE))
        .timeout(Duration.ofSeconds(5))
        .onErrorComplete()
        .then();
  }

  /** Whether the breaker lets nobody through. */
  public boolean isGivenUp() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /**
   * One connection, opened when it is first needed. Once open, the driver keeps it up by itself; a
   * failed opening is forgotten.
   */
  private final class Connection<V> {
    private final RedisClient client;
    private final RedisURI uri;
    private final RedisCodec<String, V> codec;
    private final AtomicReference<@Nullable Mono<StatefulRedisConnection<String, V>>> open =
        new AtomicReference<>();

    private Connection(String url, Duration patience, RedisCodec<String, V> codec) {
      client = RedisClient.create(resources);
      client.setOptions(options(patience));
      uri = RedisURI.create(url);
      uri.setTimeout(patience);
      uri.setClientName("holdfast");
      this.codec = codec;
    }

    Mono<StatefulRedisConnection<String, V>> opened() {
      return Mono.defer(
          () -> {
            var known = open.get();
            if (known != null) {
              return known;
            }
            var opening =
                Mono.fromCompletionStage(() -> client.connectAsync(codec, uri))
                    .doOnError(_ -> open.set(null))
                    .cache();
            var other = open.compareAndExchange(null, opening);
            return other != null ? other : opening;
          });
    }

    void close() {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  @Override
  public void close() {
    texts.close();
    quotas.close();
    resources.shutdown(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
