package dev.holdfast.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.DeliveryVerdict.GivenUp;
import dev.holdfast.notification.DeliveryVerdict.RetryIn;
import dev.holdfast.notification.WebhookReply.Outcome;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryPolicyTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final WebhookReply FAILED = WebhookReply.answered(500);

  private final DeliveryPolicy policy =
      new DeliveryPolicy(Duration.ofSeconds(5), Duration.ofHours(6), DAY, DAY, 10);

  private static DeliveryClaim claim(int failures, Duration left, String type) {
    return new DeliveryClaim(
        DeliveryId.next(),
        EndpointId.next(),
        null,
        1,
        new DeliverySubject("1-1", type, Ids.next(), 1),
        "https://example.com",
        EndpointSecrets.fresh(new SealedSecret("sealed")),
        Instant.EPOCH,
        failures,
        left);
  }

  private static DeliveryClaim claim(int failures, Duration left) {
    return claim(failures, left, "booking.created");
  }

  @ParameterizedTest
  @CsvSource({
    "200, true",
    "204, true",
    "299, true",
    "199, false",
    "300, false",
    "302, false",
    "410, false",
    "404, false",
    "500, false"
  })
  void onlyTwoHundredsAreTaken(int status, boolean taken) {
    assertThat(policy.verdict(claim(0, DAY), WebhookReply.answered(status), 0) instanceof Delivered)
        .isEqualTo(taken);
  }

  @Test
  void noAnswerIsNotTaken() {
    assertThat(policy.verdict(claim(0, DAY), WebhookReply.unanswered(Outcome.TIMED_OUT), 0))
        .isEqualTo(new RetryIn(Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 15", "2, 45", "7, 10935", "8, 21600", "1000, 21600"})
  void pausesGrowUpToABound(int failures, long seconds) {
    assertThat(policy.verdict(claim(failures, DAY), FAILED, 0))
        .isEqualTo(new RetryIn(Duration.ofSeconds(seconds)));
  }

  @Test
  void chanceMakesAPauseATenthLongerAtMost() {
    assertThat(policy.verdict(claim(0, DAY), FAILED, 1))
        .isEqualTo(new RetryIn(Duration.ofMillis(5_500)));
  }

  @Test
  void theLastAttemptIsMadeWhenTheTimeIsUpAndThenItIsGivenUp() {
    var left = Duration.ofSeconds(20);
    assertThat(policy.verdict(claim(3, left), FAILED, 0)).isEqualTo(new RetryIn(left));
    assertThat(policy.verdict(claim(4, Duration.ofMillis(1)), FAILED, 0))
        .isEqualTo(new RetryIn(Duration.ofMillis(1)));
    assertThat(policy.verdict(claim(4, Duration.ZERO), FAILED, 0)).isEqualTo(new GivenUp());
  }

  @Test
  void aTestIsTriedOnce() {
    assertThat(policy.verdict(claim(0, DAY, WebhookTypes.TEST), FAILED, 0))
        .isEqualTo(new GivenUp());
  }

  @ParameterizedTest
  @CsvSource({"10, 24, true", "9, 24, false", "10, 23, false", "1000, 23, false"})
  void anEndpointIsPausedForFailingOftenAndLong(int failures, int hours, boolean paused) {
    assertThat(
            policy.pause(FAILED, new EndpointHealth(failures, Duration.ofHours(hours))).isPresent())
        .isEqualTo(paused);
  }

  @Test
  void anEndpointThatIsGoneIsPausedAtOnce() {
    assertThat(policy.pause(WebhookReply.answered(410), new EndpointHealth(1, Duration.ZERO)))
        .contains(PauseReason.GONE);
  }
}
