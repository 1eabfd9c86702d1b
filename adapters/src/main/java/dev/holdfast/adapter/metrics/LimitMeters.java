package dev.holdfast.adapter.metrics;

import dev.holdfast.shared.limit.LimitWatch;
import dev.holdfast.shared.limit.Standing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes of limits ({@code holdfast.limits}, by {@code policy} and {@code outcome}), whether
 * this node decides alone ({@code holdfast.limits.alone}), and a word in the log when that changes.
 */
public final class LimitMeters implements LimitWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LimitMeters.class);

  private final MeterRegistry registry;
  private final Map<String, Counts> counts = new ConcurrentHashMap<>();
  private final AtomicInteger alone;

  private record Counts(Counter admitted, Counter refused) {}

  public LimitMeters(MeterRegistry registry) {
    this.registry = registry;
    alone = registry.gauge("holdfast.limits.alone", new AtomicInteger());
  }

  @Override
  public void decided(Standing standing) {
    var of = counts.computeIfAbsent(standing.limit().name(), this::counts);
    (standing.isAdmitted() ? of.admitted : of.refused).increment();
  }

  private Counts counts(String policy) {
    return new Counts(counter(policy, "admitted"), counter(policy, "refused"));
  }

  private Counter counter(String policy, String outcome) {
    return registry.counter("holdfast.limits", "policy", policy, "outcome", outcome);
  }

  @Override
  public void isAlone(Throwable cause) {
    alone.set(1);
    LOG.warn("The quotas of all nodes cannot be reached; this one goes on with a share.", cause);
  }

  @Override
  public void isTogether() {
    alone.set(0);
    LOG.info("The quotas of all nodes can be reached again.");
  }
}
