package dev.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditChain.Subject;
import dev.holdfast.audit.AuditEntry.Change;
import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.Position;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditChainTest {
  private static AuditEntry with(AuditEntry e, String action, String previousHash, String hash) {
    return new AuditEntry(
        e.id(),
        e.sequence(),
        e.entityType(),
        e.entityId(),
        action,
        e.changes(),
        e.userId(),
        e.timestamp(),
        e.metadata(),
        previousHash,
        hash);
  }

  @Test
  void entriesInOrderFollowEachOther() {
    var chain = AuditFixtures.aChain(3);
    assertThat(AuditChain.follows(null, chain.getFirst())).isTrue();
    assertThat(AuditChain.follows(chain.get(0), chain.get(1))).isTrue();
    assertThat(AuditChain.follows(chain.get(1), chain.get(2))).isTrue();
  }

  @Test
  void aChangedEntryIsNoticed() {
    var chain = AuditFixtures.aChain(2);
    var entry = chain.get(1);
    var forged = with(entry, "booking.created", chain.getFirst().hash(), entry.hash());
    assertThat(AuditChain.follows(chain.getFirst(), forged)).isFalse();
  }

  @Test
  void anEntryMadeUpWithAFittingHashBreaksTheOneBehindIt() {
    var chain = AuditFixtures.aChain(3);
    var entry = chain.get(1);
    var unhashed = with(entry, "booking.expired", chain.getFirst().hash(), "");
    var forged =
        with(unhashed, "booking.expired", chain.getFirst().hash(), AuditChain.hash(unhashed));
    assertThat(AuditChain.follows(chain.getFirst(), forged)).isTrue();
    assertThat(AuditChain.follows(forged, chain.get(2))).isFalse();
  }

  @Test
  void anEntryThatWasTakenOutIsNoticed() {
    var chain = AuditFixtures.aChain(3);
    assertThat(AuditChain.follows(chain.get(0), chain.get(2))).isFalse();
    assertThat(AuditChain.follows(null, chain.get(1))).isFalse();
  }

  @Test
  void theSameEntryHasTheSameHashForEver() {
    var event =
        FeedFixtures.anEvent(
            new Position(7, 9), UUID.fromString("0190a000-0000-7000-8000-0000000000bb"), 2);
    var changes = new TreeMap<>(Map.of("status", new Change("PENDING", "CONFIRMED")));
    assertThat(
            AuditChain.next(null, event, new Subject("booking", event.aggregateId(), changes))
                .hash())
        .isEqualTo("945b0645a1f99fd20f59d0165fe8e660ad2851e0a720b6ae75899c0e11391680");
  }

  @Test
  void plainValuesAreWrittenInExactlyOneWay() {
    var value =
        new TreeMap<String, Object>(
            Map.of(
                "b", List.of(new BigDecimal("1200.500"), new BigDecimal("0.0"), 5L, 5),
                "a", Map.of("é\"\\\n\u0001", true)));
    assertThat(new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":{\"é\\\"\\\\\\n\\u0001\":true},\"b\":[1200.5,0,5,5]}");
  }
}
