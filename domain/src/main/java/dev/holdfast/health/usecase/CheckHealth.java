package dev.holdfast.health.usecase;

import dev.holdfast.health.Health;
import dev.holdfast.health.Health.Status;
import dev.holdfast.health.port.Probe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks at everything we depend on. Anyone may ask, as often as they like: what was found is told
 * for {@link #FRESH}, one look serves all who ask meanwhile, and a look takes {@link #PATIENCE} at
 * the most. A probe that has not come back is not sent again.
 */
public final class CheckHealth {
  static final Duration PATIENCE = Duration.ofSeconds(1);
  static final Duration FRESH = Duration.ofMillis(500);

  private final InstantSource clock;
  private final Mono<Health> look;
  private final Mono<Boolean> vitalLook;
  private final List<Probe> vital;
  private final Map<String, Mono<Boolean>> answers = new LinkedHashMap<>();

  public CheckHealth(List<Probe> probes, InstantSource clock) {
    this.clock = clock;
    vital = probes.stream().filter(Probe::isVital).toList();
    probes.forEach(probe -> answers.put(probe.name(), patient(probe)));
    look = Mono.defer(this::lookAround).cacheInvalidateWhen(_ -> Mono.delay(FRESH).then());
    vitalLook =
        Mono.defer(() -> Flux.fromIterable(vital).flatMap(this::answer, 16).all(up -> up))
            .cacheInvalidateWhen(_ -> Mono.delay(FRESH).then());
  }

  /** How we are. */
  public Mono<Health> health() {
    return look;
  }

  /** Whether bookings can be taken; does not wait for what is not vital. */
  public Mono<Boolean> canServe() {
    return vitalLook;
  }

  // The probe itself is never cut short: it goes on behind the cache, and so cannot pile up.
  private static Mono<Boolean> patient(Probe probe) {
    var underWay = new AtomicReference<@Nullable Mono<Boolean>>();
    var fresh =
        Mono.defer(probe::isUp)
            .onErrorReturn(false)
            .defaultIfEmpty(false)
            .doOnTerminate(() -> underWay.set(null));
    return Mono.defer(
            () -> {
              var started = underWay.get();
              return started != null ? started : joined(underWay, fresh.cache());
            })
        .timeout(PATIENCE, Mono.just(false));
  }

  private static Mono<Boolean> joined(
      AtomicReference<@Nullable Mono<Boolean>> underWay, Mono<Boolean> mine) {
    var other = underWay.compareAndExchange(null, mine);
    return other != null ? other : mine;
  }

  private Mono<Boolean> answer(Probe probe) {
    return answers.getOrDefault(probe.name(), Mono.just(false));
  }

  private Mono<Health> lookAround() {
    return Flux.fromIterable(answers.entrySet())
        .flatMap(entry -> entry.getValue().map(up -> Map.entry(entry.getKey(), up)), 16)
        .collectMap(Map.Entry::getKey, Map.Entry::getValue)
        .map(services -> new Health(status(services), clock.instant(), services));
  }

  private Status status(Map<String, Boolean> services) {
    if (vital.stream().anyMatch(probe -> !services.getOrDefault(probe.name(), false))) {
      return Status.DOWN;
    }
    return services.containsValue(false) ? Status.DEGRADED : Status.OK;
  }
}
