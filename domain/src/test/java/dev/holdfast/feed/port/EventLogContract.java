package dev.holdfast.feed.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.feed.port.EventLog.Slice;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What every {@link EventLog} keeps. Others may write to the same log meanwhile. */
public interface EventLogContract {
  EventLog log();

  /** Begins a transaction that has got its id and is older than any begun later. */
  Writer begin();

  /** A transaction that writes events. */
  interface Writer {
    /** The next event of this aggregate. */
    void append(UUID aggregate, long version);

    void commit();

    void rollback();
  }

  private void happens(UUID aggregate, long version) {
    var writer = begin();
    writer.append(aggregate, version);
    writer.commit();
  }

  private static <T> T now(Mono<T> answer) {
    return Objects.requireNonNull(answer.block());
  }

  private List<Long> versionsOf(UUID aggregate, Position after) {
    return now(log().ofAggregate(aggregate, after, 100)).events().stream()
        .map(LoggedEvent::version)
        .toList();
  }

  @Test
  default void whatHasBeenCommittedIsReadInOrder() {
    var before = now(log().head());
    var one = Ids.next();
    var other = Ids.next();
    happens(one, 1);
    happens(other, 1);
    happens(one, 2);
    assertThat(now(log().after(before, 100)).events())
        .filteredOn(e -> e.aggregateId().equals(one) || e.aggregateId().equals(other))
        .extracting(LoggedEvent::aggregateId, LoggedEvent::version)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(one, 1L),
            org.assertj.core.groups.Tuple.tuple(other, 1L),
            org.assertj.core.groups.Tuple.tuple(one, 2L));
  }

  @Test
  default void whatCommitsBehindAnOpenTransactionIsHeldBackUntilThatEnds() {
    var before = now(log().head());
    var early = Ids.next();
    var late = Ids.next();
    var slow = begin();
    slow.append(early, 1);
    happens(late, 1);

    var held = now(log().after(before, 100));
    assertThat(held.isHeldBack()).isTrue();
    assertThat(held.events()).noneMatch(e -> e.aggregateId().equals(late));
    assertThat(now(log().head())).isEqualTo(before);

    slow.commit();
    assertThat(now(log().after(held.readUpTo(), 100)).events())
        .extracting(LoggedEvent::aggregateId)
        .containsSubsequence(early, late);
  }

  @Test
  default void whatIsRolledBackIsNeverReadAndHoldsNothingBack() {
    var before = now(log().head());
    var lost = Ids.next();
    var kept = Ids.next();
    var writer = begin();
    writer.append(lost, 1);
    happens(kept, 1);
    writer.rollback();
    assertThat(now(log().after(before, 100)).events())
        .extracting(LoggedEvent::aggregateId)
        .contains(kept)
        .doesNotContain(lost);
  }

  @Test
  default void aFullSliceEndsAtItsLastEventAndTheNextGoesOnBehindIt() {
    var aggregate = Ids.next();
    for (var version = 1; version <= 5; version++) {
      happens(aggregate, version);
    }
    var first = now(log().ofAggregate(aggregate, Position.START, 3));
    assertThat(first.readUpTo()).isEqualTo(first.events().getLast().position());
    assertThat(versionsOf(aggregate, first.readUpTo())).containsExactly(4L, 5L);
  }

  @Test
  default void aSliceThatIsNotFullReachesBehindWhatElseCouldBeReadThen() {
    var before = now(log().head());
    happens(Ids.next(), 1);
    var slice = now(log().ofAggregate(Ids.next(), before, 10));
    assertThat(slice.events()).isEmpty();
    assertThat(slice.readUpTo()).isGreaterThanOrEqualTo(now(log().head()));
    var far = Position.endOf(999_999_999_999L);
    assertThat(now(log().after(far, 10))).extracting(Slice::readUpTo).isEqualTo(far);
  }

  @Test
  default void anEventIsFoundByItsVersionAndByItsPosition() {
    var aggregate = Ids.next();
    happens(aggregate, 1);
    happens(aggregate, 2);
    var position = now(log().positionOf(aggregate, 2));
    assertThat(now(log().knows(position))).isTrue();
    assertThat(now(log().knows(new Position(position.transaction(), position.sequence() + 999))))
        .isFalse();
    assertThat(log().positionOf(aggregate, 3).blockOptional()).isEmpty();
    assertThat(
            now(
                log()
                    .versions(
                        List.of(
                            new AggregateVersion(aggregate, 1),
                            new AggregateVersion(aggregate, 7)))))
        .extracting(LoggedEvent::version)
        .containsExactly(1L);
  }

  @Test
  default void theLastEventUpToAnInstantIsFound() {
    var aggregate = Ids.next();
    happens(aggregate, 1);
    happens(aggregate, 2);
    var first = eventOf(aggregate, 1).occurredAt();
    var second = eventOf(aggregate, 2).occurredAt();
    var micro = Duration.ofNanos(1_000);
    assertThat(log().asOf(aggregate, first.minus(micro)).blockOptional()).isEmpty();
    assertThat(now(log().asOf(aggregate, first)).version()).isEqualTo(1);
    assertThat(now(log().asOf(aggregate, second.minus(micro))).version()).isEqualTo(1);
    assertThat(now(log().asOf(aggregate, second)).version()).isEqualTo(2);
    assertThat(now(log().asOf(aggregate, Instant.parse("9999-12-31T23:59:59Z"))).version())
        .isEqualTo(2);
  }

  private LoggedEvent eventOf(UUID aggregate, long version) {
    return now(log().versions(List.of(new AggregateVersion(aggregate, version)))).getFirst();
  }
}
