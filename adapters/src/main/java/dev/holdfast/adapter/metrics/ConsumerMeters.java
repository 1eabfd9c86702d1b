package dev.holdfast.adapter.metrics;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.ConsumerWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers' lag ({@code holdfast.consumer.lag}) and what they have parked ({@code
 * holdfast.consumer.parked}), by {@code consumer}, and a word in the log where one is due.
 */
public final class ConsumerMeters implements ConsumerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerMeters.class);

  private final MeterRegistry registry;
  private final Map<String, AtomicLong> lagMillis = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> parked = new ConcurrentHashMap<>();
  private final Map<String, Boolean> heldUp = new ConcurrentHashMap<>();

  public ConsumerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void cameTo(String consumer, Duration lag) {
    lagMillis.computeIfAbsent(consumer, this::gauge).set(lag.toMillis());
    if (heldUp.remove(consumer) != null) {
      LOG.info("Consumer {} goes on.", consumer);
    }
  }

  private AtomicLong gauge(String consumer) {
    var lag = new AtomicLong();
    TimeGauge.builder("holdfast.consumer.lag", () -> lag, TimeUnit.MILLISECONDS)
        .tag("consumer", consumer)
        .description("How long ago what was handled last had happened; zero when nothing is left")
        .register(registry);
    return lag;
  }

  @Override
  public void isHeldUp(String consumer, Throwable cause) {
    if (heldUp.putIfAbsent(consumer, true) == null) {
      LOG.warn("Consumer {} is held up and tries again until it can go on.", consumer, cause);
    }
  }

  @Override
  public void parked(String consumer, long events) {
    parked.computeIfAbsent(consumer, this::parkedGauge).set(events);
  }

  private AtomicLong parkedGauge(String consumer) {
    var events = new AtomicLong();
    Gauge.builder("holdfast.consumer.parked", events, AtomicLong::get)
        .tag("consumer", consumer)
        .description("Events set aside because they could not be handled")
        .register(registry);
    return events;
  }

  @Override
  public void hasTakenUp(String consumer, LoggedEvent event) {
    LOG.info(
        "Consumer {} has handled event {} of {} {} that was parked.",
        consumer,
        event.position(),
        event.aggregateType(),
        event.aggregateId());
  }

  @Override
  public void hasParked(String consumer, LoggedEvent event, String error) {
    LOG.error(
        "Consumer {} has parked event {} of {} {}: {}",
        consumer,
        event.position(),
        event.aggregateType(),
        event.aggregateId(),
        error);
  }
}
