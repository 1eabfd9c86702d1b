package dev.holdfast.audit.port;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An audit trail in memory, which can be away and can lose what it has. */
public final class InMemoryAuditTrail implements AuditTrail {
  private final List<AuditEntry> entries = new ArrayList<>();
  private boolean isAway;

  public synchronized void away(boolean away) {
    isAway = away;
  }

  /** Forgets all but the first so many. */
  public synchronized void lose(int kept) {
    entries.subList(kept, entries.size()).clear();
  }

  public synchronized List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  private <T> Mono<T> reached(Supplier<@Nullable T> work) {
    return Mono.fromSupplier(
        () -> {
          synchronized (this) {
            if (isAway) {
              throw new OutageException("mongodb", new IllegalStateException("away"));
            }
            return work.get();
          }
        });
  }

  @Override
  public Mono<AuditEntry> last() {
    return reached(() -> entries.isEmpty() ? null : entries.getLast());
  }

  @Override
  public Mono<Set<String>> known(Collection<String> ids) {
    return reached(
        () -> {
          var known = new HashSet<>(ids);
          known.retainAll(entries.stream().map(AuditEntry::id).toList());
          return known;
        });
  }

  @Override
  public Mono<Void> append(List<AuditEntry> fresh) {
    return reached(
            () -> {
              fresh.forEach(this::add);
              return true;
            })
        .then();
  }

  private void add(AuditEntry entry) {
    if (entries.stream()
        .anyMatch(e -> e.id().equals(entry.id()) || e.sequence() == entry.sequence())) {
      throw new IllegalStateException("taken");
    }
    entries.add(entry);
  }

  @Override
  public Mono<Page<AuditEntry>> list(Filter filter, Page.Request page) {
    return reached(
        () -> {
          var after = page.after();
          var found =
              newestFirst(filter).stream()
                  .filter(e -> after == null || e.sequence() < after.getLeastSignificantBits())
                  .toList();
          var items = found.subList(0, Math.min(page.limit(), found.size()));
          return new Page<>(
              items,
              items.size() < found.size() ? AuditTrail.place(items.getLast().sequence()) : null);
        });
  }

  @Override
  public Flux<AuditEntry> all(Filter filter) {
    return reached(() -> newestFirst(filter)).flatMapIterable(all -> all);
  }

  @Override
  public Flux<AuditEntry> inOrder(long first, long last) {
    return reached(
            () ->
                entries.stream()
                    .filter(e -> e.sequence() >= first && e.sequence() <= last)
                    .sorted(Comparator.comparingLong(AuditEntry::sequence))
                    .toList())
        .flatMapIterable(all -> all);
  }

  @Override
  public Mono<Reach> reach(@Nullable Instant from, @Nullable Instant to) {
    return reached(
        () -> {
          var sequences =
              newestFirst(new Filter(null, null, null, null, from, to)).stream()
                  .mapToLong(AuditEntry::sequence)
                  .summaryStatistics();
          return sequences.getCount() == 0
              ? null
              : new Reach(sequences.getMin(), sequences.getMax());
        });
  }

  @Override
  public Mono<Void> clear() {
    return reached(
            () -> {
              entries.clear();
              return true;
            })
        .then();
  }

  /** Puts another entry in the place of this one, or none, as no honest writer would. */
  public synchronized void tamper(long sequence, @Nullable AuditEntry other) {
    entries.removeIf(entry -> entry.sequence() == sequence);
    if (other != null) {
      entries.add(other);
      entries.sort(Comparator.comparingLong(AuditEntry::sequence));
    }
  }

  private List<AuditEntry> newestFirst(Filter filter) {
    return entries.reversed().stream().filter(matches(filter)).toList();
  }

  private static Predicate<AuditEntry> matches(Filter f) {
    return e ->
        (f.entityType() == null || f.entityType().equals(e.entityType()))
            && (f.entityId() == null || f.entityId().equals(e.entityId()))
            && (f.userId() == null || f.userId().equals(e.userId()))
            && (f.action() == null || f.action().equals(e.action()))
            && (f.from() == null || !e.timestamp().isBefore(f.from()))
            && (f.to() == null || e.timestamp().isBefore(f.to()));
  }
}
