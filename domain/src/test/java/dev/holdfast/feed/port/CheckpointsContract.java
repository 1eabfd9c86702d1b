package dev.holdfast.feed.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.Checkpoints.Lease;
import dev.holdfast.feed.port.Checkpoints.Standing;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What all {@link Checkpoints} keep. */
public interface CheckpointsContract {
  Duration LONG = Duration.ofMinutes(5);
  Duration OVER_AT_ONCE = Duration.ZERO;

  Checkpoints checkpoints();

  /** An event of an aggregate of its own that stands in the log, behind those of earlier calls. */
  LoggedEvent logged();

  private static <T> T now(Mono<T> answer) {
    return Objects.requireNonNull(answer.block());
  }

  private static String aConsumer() {
    return "consumer-" + Ids.next();
  }

  private Lease taken(String consumer, UUID runner, Duration length) {
    return now(checkpoints().acquire(consumer, runner, length));
  }

  @Test
  default void aNewConsumerBeginsAtTheStart() {
    assertThat(taken(aConsumer(), Ids.next(), LONG).position()).isEqualTo(Position.START);
  }

  @Test
  default void whileOneHoldsTheLeaseNobodyElseGetsIt() {
    var consumer = aConsumer();
    taken(consumer, Ids.next(), LONG);
    assertThat(checkpoints().acquire(consumer, Ids.next(), LONG).blockOptional()).isEmpty();
  }

  @Test
  default void ofManyWhoComeAtOnceOneGetsTheLease() {
    var consumer = aConsumer();
    var wins =
        Flux.range(0, 8).flatMap(_ -> checkpoints().acquire(consumer, Ids.next(), LONG), 8).count();
    assertThat(now(wins)).isEqualTo(1);
  }

  @Test
  default void theHolderRenewsUnderTheSameFence() {
    var consumer = aConsumer();
    var runner = Ids.next();
    var first = taken(consumer, runner, LONG);
    assertThat(taken(consumer, runner, LONG).fence()).isEqualTo(first.fence());
  }

  @Test
  default void whoWasTakenForDeadMovesNothingAnyMore() {
    var consumer = aConsumer();
    var dead = taken(consumer, Ids.next(), OVER_AT_ONCE);
    var next = taken(consumer, Ids.next(), LONG);
    assertThat(next.fence()).isGreaterThan(dead.fence());
    var event = FeedFixtures.anEvent(new Position(5, 5), Ids.next(), 1);
    assertThat(now(checkpoints().advance(dead, new Position(9, 9)))).isFalse();
    assertThat(now(checkpoints().park(dead, event, 3, "x"))).isFalse();
    checkpoints().release(dead).block();
    assertThat(now(checkpoints().parkedAggregates(consumer))).isEmpty();
    assertThat(taken(consumer, next.runner(), LONG).position()).isEqualTo(Position.START);
  }

  @Test
  default void theNextHolderGoesOnFromTheCheckpoint() {
    var consumer = aConsumer();
    var lease = taken(consumer, Ids.next(), LONG);
    var position = new Position(4_000_000_000_000L, 17);
    assertThat(now(checkpoints().advance(lease, position))).isTrue();
    checkpoints().release(lease).block();
    var next = taken(consumer, Ids.next(), LONG);
    assertThat(next.position()).isEqualTo(position);
    assertThat(next.fence()).isGreaterThan(lease.fence());
  }

  @Test
  default void theCheckpointMovesBackToo() {
    var consumer = aConsumer();
    var lease = taken(consumer, Ids.next(), LONG);
    checkpoints().advance(lease, new Position(9, 9)).block();
    assertThat(now(checkpoints().advance(lease, Position.START))).isTrue();
    assertThat(taken(consumer, lease.runner(), LONG).position()).isEqualTo(Position.START);
  }

  @Test
  default void whatIsParkedIsBehindTheCheckpointAndItsAggregateIsKnown() {
    var consumer = aConsumer();
    var lease = taken(consumer, Ids.next(), LONG);
    var event = FeedFixtures.anEvent(new Position(5, 5), Ids.next(), 1);
    assertThat(now(checkpoints().park(lease, event, 3, "broken"))).isTrue();
    assertThat(now(checkpoints().park(lease, event, 3, "broken"))).isTrue();
    assertThat(now(checkpoints().parkedAggregates(consumer))).containsOnly(event.aggregateId());
    assertThat(now(checkpoints().parkedAggregates(aConsumer()))).isEmpty();
    assertThat(taken(consumer, lease.runner(), LONG).position()).isEqualTo(event.position());
  }

  @Test
  default void aSeizedLeaseIsTheHoldersNoMore() {
    var consumer = aConsumer();
    var held = taken(consumer, Ids.next(), LONG);
    var seized = now(checkpoints().seize(consumer, Ids.next(), LONG));
    assertThat(seized.fence()).isGreaterThan(held.fence());
    assertThat(now(checkpoints().advance(held, new Position(9, 9)))).isFalse();
    assertThat(checkpoints().acquire(consumer, held.runner(), LONG).blockOptional()).isEmpty();
    assertThat(now(checkpoints().advance(seized, new Position(9, 9)))).isTrue();
  }

  @Test
  default void whatIsParkedIsToldInOrderUntilItIsTakenBack() {
    var consumer = aConsumer();
    var lease = taken(consumer, Ids.next(), LONG);
    var first = logged();
    var second = logged();
    var third = logged();
    for (var event : List.of(first, third, second)) {
      checkpoints().park(lease, event, 3, "broken").block();
    }
    assertThat(parked(consumer, Position.START, 2)).containsExactly(first, second);
    assertThat(parked(consumer, second.position(), 2)).containsExactly(third);
    assertThat(now(checkpoints().unpark(lease, second))).isTrue();
    assertThat(parked(consumer, Position.START, 9)).containsExactly(first, third);
    assertThat(now(checkpoints().parkedAggregates(consumer)))
        .containsOnly(first.aggregateId(), third.aggregateId());
    assertThat(taken(consumer, lease.runner(), LONG).position()).isEqualTo(second.position());
    checkpoints().seize(consumer, Ids.next(), LONG).block();
    assertThat(now(checkpoints().unpark(lease, first))).isFalse();
    assertThat(now(checkpoints().restart(lease))).isFalse();
    assertThat(parked(consumer, Position.START, 9)).containsExactly(first, third);
  }

  private List<LoggedEvent> parked(String consumer, Position after, int limit) {
    return now(checkpoints().parked(consumer, after, limit));
  }

  @Test
  default void aRestartGoesBackToTheStartWithNothingParked() {
    var consumer = aConsumer();
    var lease = taken(consumer, Ids.next(), LONG);
    checkpoints().park(lease, logged(), 3, "broken").block();
    assertThat(now(checkpoints().restart(lease))).isTrue();
    assertThat(parked(consumer, Position.START, 9)).isEmpty();
    assertThat(taken(consumer, lease.runner(), LONG).position()).isEqualTo(Position.START);
  }

  @Test
  default void itIsKnownHowEveryConsumerStands() {
    var held = aConsumer();
    var lease = taken(held, Ids.next(), LONG);
    var event = logged();
    checkpoints().park(lease, event, 3, "broken").block();
    var left = aConsumer();
    checkpoints().release(taken(left, Ids.next(), LONG)).block();
    assertThat(now(checkpoints().standings()))
        .contains(
            new Standing(held, event.position(), true, 1),
            new Standing(left, Position.START, false, 0));
  }
}
