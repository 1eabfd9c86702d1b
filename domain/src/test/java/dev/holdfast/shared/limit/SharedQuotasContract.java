package dev.holdfast.shared.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.limit.SharedQuotas.Portion;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every keeper of quotas must do. */
public interface SharedQuotasContract {
  RateLimit TEN = new RateLimit("ten", 10, Duration.ofMinutes(1));

  SharedQuotas quotas();

  /** Lets time pass for the keeper. */
  void pass(Duration time);

  private Portion take(RateLimit limit, String key, long atMost) {
    return Objects.requireNonNull(quotas().take(limit, key, atMost).block());
  }

  private static String someone() {
    return UUID.randomUUID().toString();
  }

  @Test
  default void asMuchIsTakenAsThereIsAndNoMore() {
    var key = someone();
    assertThat(take(TEN, key, 4)).isEqualTo(new Portion(4, 6, TEN.window()));
    pass(Duration.ofSeconds(20));
    assertThat(take(TEN, key, 7)).isEqualTo(new Portion(6, 0, Duration.ofSeconds(40)));
    assertThat(take(TEN, key, 1)).isEqualTo(new Portion(0, 0, Duration.ofSeconds(40)));
  }

  @Test
  default void theQuotaIsWholeAgainExactlyWhenItsWindowEnds() {
    var key = someone();
    take(TEN, key, 10);
    pass(TEN.window().minusMillis(1));
    assertThat(take(TEN, key, 1).taken()).isZero();
    pass(Duration.ofMillis(1));
    assertThat(take(TEN, key, 3)).isEqualTo(new Portion(3, 7, TEN.window()));
  }

  @Test
  default void whatWasNotTakenIsNotThereLater() {
    var key = someone();
    take(TEN, key, 1);
    pass(TEN.window().multipliedBy(3));
    assertThat(take(TEN, key, 100).taken()).isEqualTo(10);
  }

  @Test
  default void callersAndLimitsAreCountedApart() {
    var key = someone();
    take(TEN, key, 10);
    assertThat(take(TEN, someone(), 10).taken()).isEqualTo(10);
    assertThat(take(new RateLimit("other", 10, TEN.window()), key, 10).taken()).isEqualTo(10);
  }

  @Test
  default void aLimitThatHasBeenChangedHoldsAtOnce() {
    var key = someone();
    take(TEN, key, 10);
    assertThat(take(TEN.times(2), key, 100).taken()).isEqualTo(20);
  }

  @Test
  default void nothingIsTakenBeforeSubscription() {
    var key = someone();
    var _ = quotas().take(TEN, key, 10);
    assertThat(take(TEN, key, 10).taken()).isEqualTo(10);
  }

  @Test
  default void manyAtOnceTakeTheQuotaTogether() {
    var key = someone();
    var taken =
        Flux.range(0, 8)
            .flatMap(_ -> quotas().take(TEN, key, 3), 8)
            .reduce(0L, (sum, portion) -> sum + portion.taken())
            .block();
    assertThat(taken).isEqualTo(10);
  }
}
