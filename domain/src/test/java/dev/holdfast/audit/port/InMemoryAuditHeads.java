package dev.holdfast.audit.port;

import dev.holdfast.audit.AuditEntry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Mono;

/** Heads in memory. */
public final class InMemoryAuditHeads implements AuditHeads {
  private final ConcurrentSkipListMap<Long, String> heads = new ConcurrentSkipListMap<>();

  @Override
  public Mono<Void> keep(AuditEntry last) {
    return Mono.fromRunnable(() -> heads.putIfAbsent(last.sequence(), last.hash()));
  }

  @Override
  public Mono<Map<Long, String>> kept(long first, long last) {
    return Mono.fromSupplier(
        () -> first > last ? Map.of() : new TreeMap<>(heads.subMap(first, true, last, true)));
  }

  @Override
  public Mono<Long> greatest() {
    return Mono.fromSupplier(() -> heads.isEmpty() ? 0L : heads.lastKey());
  }

  @Override
  public Mono<Void> clear() {
    return Mono.fromRunnable(heads::clear);
  }
}
