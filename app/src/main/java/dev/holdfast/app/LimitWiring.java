package dev.holdfast.app;

import dev.holdfast.adapter.limits.LeasedLimits;
import dev.holdfast.adapter.metrics.LimitMeters;
import dev.holdfast.adapter.redis.RedisConnection;
import dev.holdfast.adapter.redis.RedisPlaces;
import dev.holdfast.adapter.redis.RedisQuotas;
import dev.holdfast.adapter.security.Secrets;
import dev.holdfast.adapter.web.RequestLimits;
import dev.holdfast.shared.limit.KnownPlaces;
import dev.holdfast.shared.limit.LimitWatch;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.RateLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How often anyone may ask. */
@Configuration(proxyBeanMethods = false)
class LimitWiring {
  private static final long WIDE = 1_000;

  @Bean
  LimitWatch limitWatch(MeterRegistry meters) {
    return new LimitMeters(meters);
  }

  @Bean
  RateLimits rateLimits(
      RedisConnection redis, InstantSource clock, Settings settings, LimitWatch watch) {
    var quotas = new RedisQuotas(redis, clock);
    quotas.warmUp().block();
    return new LeasedLimits(quotas, settings.limit().nodes(), watch);
  }

  @Bean
  KnownPlaces knownPlaces(RedisConnection redis, Secrets secrets) {
    return new RedisPlaces(redis, secrets.derived("known places"));
  }

  @Bean
  RequestLimits requestLimits(RateLimits limits, KnownPlaces places, Settings settings) {
    return switch (settings.widthOfLimits()) {
      case PRODUCTION -> new RequestLimits(limits, places, policies(settings.limit(), 1));
      case WIDE -> new RequestLimits(limits, places, policies(settings.limit(), WIDE));
      case OFF -> RequestLimits.off();
    };
  }

  private static RequestLimits.Policies policies(Settings.Limit limit, long factor) {
    return new RequestLimits.Policies(
        new RateLimit("anonymous", limit.anonymous(), limit.window()).times(factor),
        new RateLimit("user", limit.user(), limit.window()).times(factor),
        new RateLimit("booking", limit.booking(), limit.window()).times(factor),
        new RateLimit("venue", limit.venue(), limit.window()).times(factor),
        new RateLimit("login", limit.login(), limit.window()).times(factor),
        new RateLimit("account", limit.account(), limit.window()).times(factor));
  }
}
