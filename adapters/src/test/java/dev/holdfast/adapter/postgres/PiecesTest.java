package dev.holdfast.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PiecesTest {
  private static final int ROWS = 1_000_000;

  private final AtomicInteger reads = new AtomicInteger();

  private Mono<List<UUID>> read(@Nullable UUID after, int limit) {
    return Mono.fromSupplier(
        () -> {
          reads.incrementAndGet();
          var first = after == null ? ROWS : (int) after.getLeastSignificantBits();
          return IntStream.rangeClosed(1, Math.min(limit, first))
              .mapToObj(i -> new UUID(0, first - i))
              .toList();
        });
  }

  @Test
  void aReaderWhoStopsHasReadOnePieceAheadAtTheMost() {
    StepVerifier.create(new Pieces<UUID>(this::read, id -> id).all(), 3)
        .expectNextCount(3)
        .thenCancel()
        .verify();
    assertThat(reads.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void aMillionRowsComeOneByOneToTheEnd() {
    StepVerifier.create(new Pieces<UUID>(this::read, id -> id).all().count())
        .expectNext((long) ROWS)
        .verifyComplete();
    assertThat(reads.get()).isEqualTo(ROWS / 500 + 1);
  }
}
