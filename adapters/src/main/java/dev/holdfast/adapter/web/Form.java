package dev.holdfast.adapter.web;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A body of the right shape whose rules have been tried but not yet enforced. The contract puts
 * existence (404) and preconditions (428, 412) before broken rules (422), so a change of something
 * that exists asks for those first.
 */
public final class Form<T> {
  private final @Nullable T value;
  private final @Nullable Problem broken;

  Form(@Nullable T value, @Nullable Problem broken) {
    this.value = value;
    this.broken = broken;
  }

  /** Whether no rule is broken. */
  public boolean isSound() {
    return broken == null;
  }

  /** What was read; fails with 422 when a rule is broken. */
  public T value() {
    if (broken != null || value == null) {
      throw (broken == null ? Problem.validation("", "is required") : broken).exception();
    }
    return value;
  }

  /**
   * What was read. Only when a rule is broken, the probe is run first: its failure (404, 428, 412)
   * goes before the broken rule.
   */
  public Mono<T> after(Supplier<? extends Publisher<?>> probe) {
    if (isSound()) {
      return Mono.fromSupplier(this::value);
    }
    return Mono.<Object>from(probe.get()).then(Mono.fromSupplier(this::value));
  }
}
