package dev.holdfast.audit;

import dev.holdfast.audit.AuditChain.Subject;
import dev.holdfast.audit.AuditEntry.Change;
import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.Position;
import dev.holdfast.shared.Ids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries for tests. */
public final class AuditFixtures {
  private AuditFixtures() {}

  /** So many entries in a chain, about bookings of their own. */
  public static List<AuditEntry> aChain(int length) {
    return aChainAfter(null, length);
  }

  public static List<AuditEntry> aChainAfter(@Nullable AuditEntry last, int length) {
    var chain = new ArrayList<AuditEntry>();
    var previous = last;
    for (var i = 0; i < length; i++) {
      var sequence = previous == null ? 1 : previous.sequence() + 1;
      var event =
          FeedFixtures.anEvent(new Position(100 + sequence, sequence), Ids.next(), sequence);
      previous =
          AuditChain.next(
              previous,
              event,
              new Subject("booking", event.aggregateId(), AuditEntry.sorted(changes())));
      chain.add(previous);
    }
    return chain;
  }

  private static Map<String, Change> changes() {
    var nested = new LinkedHashMap<String, @Nullable Object>();
    nested.put("unit", 3L);
    nested.put("price", new BigDecimal("12.50"));
    nested.put("none", null);
    nested.put("active", true);
    return Map.of(
        "status", new Change(null, "CONFIRMED"),
        "items", new Change(List.of(), List.of(nested, "tail")));
  }
}
