package dev.holdfast.audit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditFixtures;
import dev.holdfast.audit.port.AuditTrail.Filter;
import dev.holdfast.audit.port.AuditTrail.Reach;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every {@link AuditTrail} keeps. Each test begins with an empty one. */
public interface AuditTrailContract {
  AuditTrail trail();

  private static <T> T now(Mono<T> answer) {
    return Objects.requireNonNull(answer.block());
  }

  private List<AuditEntry> appended(int length) {
    var chain = AuditFixtures.aChain(length);
    trail().append(chain).block();
    return chain;
  }

  @Test
  default void anEmptyTrailHasNoLastEntry() {
    assertThat(trail().last().blockOptional()).isEmpty();
    assertThat(now(trail().list(Filter.NONE, new Page.Request(5, null))).items()).isEmpty();
  }

  @Test
  default void entriesAreReadAsTheyWereAppended() {
    var chain = appended(3);
    assertThat(now(trail().last())).isEqualTo(chain.getLast());
    assertThat(now(trail().all(Filter.NONE).collectList())).isEqualTo(chain.reversed());
  }

  @Test
  default void anIdIsTakenOnceAndWhatIsKnownIsTold() {
    var chain = appended(2);
    var ids = chain.stream().map(AuditEntry::id).toList();
    assertThat(now(trail().known(List.of(ids.getLast(), "9-9")))).containsOnly(ids.getLast());
    assertThatThrownBy(() -> trail().append(chain).block()).isNotInstanceOf(OutageException.class);
    assertThat(now(trail().all(Filter.NONE).count())).isEqualTo(2);
  }

  @Test
  default void ofTwoWhoAppendAtTheSamePlaceOneFails() {
    var chain = appended(1);
    trail().append(AuditFixtures.aChainAfter(chain.getLast(), 1)).block();
    var rival =
        new AuditEntry(
            "77-77",
            2,
            "booking",
            Ids.next(),
            "booking.created",
            chain.getFirst().changes(),
            null,
            chain.getFirst().timestamp(),
            chain.getFirst().metadata(),
            chain.getFirst().hash(),
            "0".repeat(64));
    assertThatThrownBy(() -> trail().append(List.of(rival)).block())
        .isNotInstanceOf(OutageException.class);
    assertThat(now(trail().all(Filter.NONE).count())).isEqualTo(2);
  }

  @Test
  default void whatStandsBeforeAnEntryThatCannotBeKeptStays() {
    var chain = AuditFixtures.aChain(3);
    var broken = new ArrayList<>(chain);
    broken.set(2, chain.get(0));
    assertThatThrownBy(() -> trail().append(broken).block()).isNotNull();
    assertThat(now(trail().last())).isEqualTo(chain.get(1));
  }

  @Test
  default void pagesRunNewestFirstAndMissNothing() {
    var chain = appended(5);
    var seen = new ArrayList<AuditEntry>();
    @Nullable UUID after = null;
    do {
      var page = now(trail().list(Filter.NONE, new Page.Request(2, after)));
      seen.addAll(page.items());
      after = page.after();
    } while (after != null);
    assertThat(seen).isEqualTo(chain.reversed());
  }

  @Test
  default void filtersMeetTheirEdgesExactly() {
    var chain = appended(3);
    var middle = chain.get(1);
    var at = middle.timestamp();
    assertThat(found(new Filter(null, middle.entityId(), null, null, null, null)))
        .containsExactly(middle);
    assertThat(found(new Filter(null, null, null, null, at, null)))
        .containsExactly(chain.get(2), middle);
    assertThat(found(new Filter(null, null, null, null, null, at))).containsExactly(chain.get(0));
    assertThat(found(new Filter(null, null, null, null, at, at.plusNanos(1000))))
        .containsExactly(middle);
    assertThat(found(new Filter("venue", null, null, null, null, null))).isEmpty();
    assertThat(found(new Filter("booking", null, middle.userId(), middle.action(), null, null)))
        .containsExactly(chain.get(2), middle);
  }

  private List<AuditEntry> found(Filter filter) {
    return now(trail().list(filter, new Page.Request(50, null))).items();
  }

  @Test
  default void aStretchIsReadInOrder() {
    var chain = appended(450);
    assertThat(now(trail().inOrder(2, 4).collectList())).isEqualTo(chain.subList(1, 4));
    assertThat(now(trail().inOrder(1, 450).collectList())).isEqualTo(chain);
    assertThat(now(trail().inOrder(451, 460).collectList())).isEmpty();
  }

  @Test
  default void theReachOfATimeIsKnown() {
    assertThat(trail().reach(null, null).blockOptional()).isEmpty();
    var chain = appended(5);
    var second = chain.get(1).timestamp();
    var fourth = chain.get(3).timestamp();
    assertThat(now(trail().reach(null, null))).isEqualTo(new Reach(1, 5));
    assertThat(now(trail().reach(second, fourth))).isEqualTo(new Reach(2, 3));
    assertThat(now(trail().reach(fourth, null))).isEqualTo(new Reach(4, 5));
    assertThat(trail().reach(second, second).blockOptional()).isEmpty();
  }

  @Test
  default void aClearedTrailIsLikeANewOne() {
    var chain = appended(3);
    trail().clear().block();
    assertThat(trail().last().blockOptional()).isEmpty();
    trail().append(chain).block();
    assertThatThrownBy(() -> trail().append(chain).block()).isNotInstanceOf(OutageException.class);
    assertThat(now(trail().all(Filter.NONE).count())).isEqualTo(3);
  }

  @Test
  default void aStreamIsReadAtTheReadersPace() {
    var chain = appended(450);
    StepVerifier.create(trail().all(Filter.NONE), 1)
        .expectNext(chain.getLast())
        .thenRequest(1)
        .expectNext(chain.get(448))
        .thenRequest(Long.MAX_VALUE)
        .expectNextCount(448)
        .verifyComplete();
  }
}
