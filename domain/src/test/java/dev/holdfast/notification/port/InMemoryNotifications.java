package dev.holdfast.notification.port;

import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.Notification;
import dev.holdfast.notification.Notification.Status;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Notifications in memory, by a clock that stands for the database's. */
public final class InMemoryNotifications implements Notifications {
  private final List<Row> rows = new ArrayList<>();
  private final InstantSource clock;
  private boolean isAway;

  public InMemoryNotifications(InstantSource clock) {
    this.clock = clock;
  }

  private static final class Row {
    Notification it;
    Instant nextAttempt;
    Instant claimedUntil = Instant.MIN;
    @Nullable UUID claim;
    int attempts;

    Row(Notification it) {
      this.it = it;
      nextAttempt = it.dueAt();
    }

    boolean isPending() {
      return it.status() == Status.PENDING;
    }
  }

  /** From now on, or no longer, nothing can be read or written. */
  public synchronized void away(boolean away) {
    isAway = away;
  }

  /** Everything there is, in the order in which it came. */
  public synchronized List<Notification> everything() {
    return rows.stream().map(row -> row.it).toList();
  }

  private <T> Mono<T> atomically(Supplier<@Nullable T> work) {
    return Mono.fromSupplier(
        () -> {
          synchronized (this) {
            if (isAway) {
              throw new OutageException("database", new IllegalStateException("away"));
            }
            return work.get();
          }
        });
  }

  @Override
  public Mono<Void> record(Changes changes) {
    return atomically(
            () -> {
              changes.added().forEach(this::add);
              changes.outdated().forEach(this::outdate);
              rows.removeIf(row -> changes.forgotten().contains(row.it.userId()));
              return true;
            })
        .then();
  }

  private void add(New added) {
    if (rows.stream().map(row -> row.it).noneMatch(it -> isSame(it, added))) {
      var now = clock.instant();
      var due = added.dueAt();
      rows.add(
          new Row(
              new Notification(
                  added.id(),
                  added.userId(),
                  added.venueId(),
                  added.aggregateId(),
                  added.version(),
                  added.template(),
                  added.subject(),
                  Status.PENDING,
                  due == null ? now : due,
                  now,
                  null)));
    }
  }

  private static boolean isSame(Notification it, New added) {
    return it.aggregateId().equals(added.aggregateId())
        && it.version() == added.version()
        && it.template() == added.template();
  }

  private void outdate(UUID aggregate, long version) {
    rows.stream()
        .filter(row -> row.isPending() && row.it.template() == MailTemplate.REMINDER)
        .filter(row -> row.it.aggregateId().equals(aggregate) && row.it.version() < version)
        .forEach(row -> row.it = became(row.it, Status.CANCELLED, null));
  }

  @Override
  public Mono<List<Claimed>> claim(int limit, Duration length) {
    return atomically(() -> claimed(limit, length));
  }

  private List<Claimed> claimed(int limit, Duration length) {
    var now = clock.instant();
    var claim = Ids.next();
    var due =
        rows.stream()
            .filter(row -> row.isPending() && !row.nextAttempt.isAfter(now))
            .filter(row -> !row.claimedUntil.isAfter(now))
            .filter(row -> rows.stream().noneMatch(other -> comesBefore(other, row, now)))
            .sorted(Comparator.comparing(row -> row.nextAttempt))
            .limit(limit)
            .toList();
    due.forEach(
        row -> {
          row.claim = claim;
          row.claimedUntil = now.plus(length);
        });
    return due.stream().map(row -> new Claimed(row.it, claim, row.attempts)).toList();
  }

  private static boolean comesBefore(Row earlier, Row row, Instant now) {
    return earlier.isPending()
        && earlier.it.aggregateId().equals(row.it.aggregateId())
        && !earlier.it.dueAt().isAfter(now)
        && Comparator.comparingLong(Notification::version)
                .thenComparing(Notification::dueAt)
                .compare(earlier.it, row.it)
            < 0;
  }

  @Override
  public Mono<Boolean> settle(Claimed claimed, Settlement settlement) {
    return atomically(
        () ->
            rows.stream()
                .filter(row -> row.isPending() && claimed.claim().equals(row.claim))
                .filter(row -> row.it.id().equals(claimed.notification().id()))
                .findFirst()
                .map(row -> settled(row, settlement))
                .orElse(false));
  }

  private boolean settled(Row row, Settlement settlement) {
    row.claim = null;
    row.claimedUntil = Instant.MIN;
    switch (settlement) {
      case Settlement.Sent() -> row.it = became(row.it, Status.SENT, clock.instant());
      case Settlement.Failed() -> row.it = became(row.it, Status.FAILED, null);
      case Settlement.Dropped() -> row.it = became(row.it, Status.CANCELLED, null);
      case Settlement.Released() -> {}
      case Settlement.Again(var after) -> {
        row.attempts++;
        row.nextAttempt = clock.instant().plus(after);
      }
    }
    return true;
  }

  private static Notification became(Notification it, Status status, @Nullable Instant sentAt) {
    return new Notification(
        it.id(),
        it.userId(),
        it.venueId(),
        it.aggregateId(),
        it.version(),
        it.template(),
        it.subject(),
        status,
        it.dueAt(),
        it.createdAt(),
        sentAt);
  }

  private synchronized List<Notification> of(UserId user) {
    return rows.stream()
        .map(row -> row.it)
        .filter(it -> it.userId().equals(user))
        .sorted(Comparator.comparing((Notification it) -> it.id().toString()).reversed())
        .toList();
  }

  @Override
  public Mono<Page<Notification>> list(UserId user, Page.Request page) {
    return atomically(
        () -> {
          var after = page.after();
          var older =
              of(user).stream()
                  .filter(it -> after == null || it.id().toString().compareTo(after.toString()) < 0)
                  .toList();
          var items = older.stream().limit(page.limit()).toList();
          return new Page<>(items, older.size() > items.size() ? items.getLast().id() : null);
        });
  }

  @Override
  public Flux<Notification> all(UserId user) {
    return Flux.defer(() -> Flux.fromIterable(of(user)));
  }
}
