package dev.holdfast.shared.limit;

import java.time.Duration;
import java.time.Instant;

class InMemoryQuotasTest implements SharedQuotasContract {
  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private final InMemoryQuotas quotas = new InMemoryQuotas(() -> now);

  @Override
  public SharedQuotas quotas() {
    return quotas;
  }

  @Override
  public void pass(Duration time) {
    now = now.plus(time);
  }
}
