package dev.holdfast.adapter.redis;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.SharedQuotas;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/**
 * Quotas in Redis, as Bucket4j keeps them: under {@code limit:{name}:{quota}:{seconds}:{key}}, so
 * that a limit that has been changed begins anew, and gone some seconds after their window. The
 * time is that of the given clock, which all nodes should agree on; what is asked for by several at
 * once is decided by comparing and setting.
 *
 * <p>Without Redis it fails as an outage, after half a second when Redis hangs. A Redis that has
 * lost everything begins all quotas anew.
 */
public final class RedisQuotas implements SharedQuotas {
  private static final Duration KEPT = Duration.ofSeconds(10);

  /** A node asks for one caller once at a time, so that there are few to lose a race to. */
  private static final int TRIES_MAX = 20;

  private final RedisConnection redis;
  private final Clock clock;

  public RedisQuotas(RedisConnection redis, InstantSource clock) {
    this.redis = redis;
    this.clock = new Clock(clock);
  }

  private record Clock(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      var now = clock.instant();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }

  /** Takes from a quota of nobody, so that the first caller does not wait for what comes first. */
  public Mono<Void> warmUp() {
    var nobodys = new RateLimit("nobody", 1, Duration.ofSeconds(1));
    return redis.warmUpQuotas(commands -> take(commands, nobodys, "nobody", 1));
  }

  @Override
  public Mono<Portion> take(RateLimit limit, String key, long atMost) {
    return redis.runQuotas(commands -> take(commands, limit, key, atMost));
  }

  private Mono<Portion> take(
      RedisAsyncCommands<String, byte[]> commands, RateLimit limit, String key, long atMost) {
    return Mono.fromFuture(
            () ->
                buckets(commands)
                    .builder()
                    .build(key(limit, key), () -> completedFuture(bucket(limit)))
                    .asVerbose()
                    .tryConsumeAsMuchAsPossible(atMost))
        .map(RedisQuotas::portion);
  }

  private AsyncProxyManager<String> buckets(RedisAsyncCommands<String, byte[]> commands) {
    return Bucket4jLettuce.casBasedBuilder(commands)
        .clientClock(clock)
        .expirationAfterWrite(
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT))
        .maxRetries(TRIES_MAX)
        .build()
        .asAsync();
  }

  private static String key(RateLimit limit, String key) {
    return "limit:%s:%d:%d:%s"
        .formatted(limit.name(), limit.quota(), limit.window().toSeconds(), key);
  }

  private static BucketConfiguration bucket(RateLimit limit) {
    return BucketConfiguration.builder()
        .addLimit(
            bandwidth ->
                bandwidth.capacity(limit.quota()).refillIntervally(limit.quota(), limit.window()))
        .build();
  }

  private static Portion portion(VerboseResult<Long> taken) {
    var diagnostics = taken.getDiagnostics();
    return new Portion(
        taken.getValue(),
        diagnostics.getAvailableTokens(),
        Duration.ofNanos(diagnostics.calculateFullRefillingTime()));
  }
}
