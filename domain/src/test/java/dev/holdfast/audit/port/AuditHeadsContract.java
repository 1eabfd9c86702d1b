package dev.holdfast.audit.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditFixtures;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What all {@link AuditHeads} keep. */
public interface AuditHeadsContract {
  AuditHeads heads();

  private static <T> T now(Mono<T> answer) {
    return Objects.requireNonNull(answer.block());
  }

  @BeforeEach
  default void beginWithNone() {
    heads().clear().block();
  }

  @Test
  default void whatIsKeptIsFoundBetweenBothEnds() {
    assertThat(now(heads().greatest())).isZero();
    var chain = AuditFixtures.aChain(4);
    chain.subList(0, 3).forEach(entry -> heads().keep(entry).block());
    assertThat(now(heads().greatest())).isEqualTo(3);
    assertThat(now(heads().kept(2, 3)))
        .isEqualTo(Map.of(2L, chain.get(1).hash(), 3L, chain.get(2).hash()));
    assertThat(now(heads().kept(1, 0))).isEmpty();
    heads().clear().block();
    assertThat(now(heads().kept(1, 9))).isEmpty();
  }

  @Test
  default void theFirstHashOfASequenceStays() {
    AuditEntry first = AuditFixtures.aChain(1).getFirst();
    AuditEntry forged = AuditFixtures.aChain(1).getFirst();
    heads().keep(first).block();
    heads().keep(forged).block();
    assertThat(now(heads().kept(1, 1))).isEqualTo(Map.of(1L, first.hash()));
  }
}
