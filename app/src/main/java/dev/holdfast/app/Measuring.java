package dev.holdfast.app;

import dev.holdfast.booking.usecase.BookSlots;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.Message;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Times every use case, by its message and how it ended. */
@Component
final class Measuring implements Around {
  private final MeterRegistry registry;

  // The registry finds a meter by building its id anew each time.
  private final Map<Measured, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Counter> bookings = new ConcurrentHashMap<>();

  Measuring(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public <R> Mono<R> one(Message message, Mono<R> work) {
    var sample = Timer.start(registry);
    return work.doOnSuccess(_ -> stop(sample, message, "accepted"))
        .doOnError(failure -> stop(sample, message, outcome(failure)));
  }

  @Override
  public <R> Flux<R> many(Message message, Flux<R> work) {
    var sample = Timer.start(registry);
    return work.doOnComplete(() -> stop(sample, message, "accepted"))
        .doOnError(failure -> stop(sample, message, outcome(failure)));
  }

  /** For answers that go by neither the framework's observation nor a bus: what both would say. */
  LongConsumer shortWay(Class<? extends Message> message, String uri) {
    var request =
        registry.timer(
            "http.server.requests",
            Tags.of("method", "GET", "uri", uri, "status", "200", "outcome", "SUCCESS")
                .and("exception", "none", "error", "none"));
    var useCase = timer(new Measured(message, "accepted"));
    return nanos -> {
      request.record(nanos, TimeUnit.NANOSECONDS);
      useCase.record(nanos, TimeUnit.NANOSECONDS);
    };
  }

  private void stop(Timer.Sample sample, Message message, String outcome) {
    if (message instanceof BookSlots) {
      bookings.computeIfAbsent(outcome, this::bookings).increment();
    }
    sample.stop(timers.computeIfAbsent(new Measured(message.getClass(), outcome), this::timer));
  }

  private Counter bookings(String outcome) {
    return registry.counter("holdfast.bookings", "outcome", outcome);
  }

  private Timer timer(Measured measured) {
    return registry.timer(
        "holdfast.usecase",
        "message",
        measured.message().getSimpleName(),
        "outcome",
        measured.outcome());
  }

  private record Measured(Class<?> message, String outcome) {}

  /** A rejection is told by its name, so that {@code SlotTaken} can be seen rising. */
  private static String outcome(Throwable failure) {
    return failure instanceof RejectedException rejected
        ? rejected.rejection().getClass().getSimpleName()
        : "failed";
  }
}
