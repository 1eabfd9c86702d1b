package dev.holdfast.notification.port;

import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryLane;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.DeliveryVerdict;
import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.DeliveryVerdict.GivenUp;
import dev.holdfast.notification.DeliveryVerdict.RetryIn;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointEvent;
import dev.holdfast.notification.EndpointEvent.EndpointCreated;
import dev.holdfast.notification.EndpointEvent.EndpointDeleted;
import dev.holdfast.notification.EndpointHealth;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.EndpointScope;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.shared.AccessRejection.Invalid;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Endpoints and deliveries in memory, with a diary of what happened. One thing at a time. */
public final class InMemoryWebhooks implements Endpoints, Deliveries {
  private final InstantSource clock;
  private final AtomicLong transactions = new AtomicLong();
  private final Map<EndpointId, KeptEndpoint> endpoints = new HashMap<>();
  private final Map<DeliveryId, KeptDelivery> deliveries = new HashMap<>();
  private final List<EndpointEvent> diary = new ArrayList<>();

  /**
   * @param clock stands for the database's
   */
  public InMemoryWebhooks(InstantSource clock) {
    this.clock = clock;
  }

  private static final class KeptEndpoint {
    Endpoint endpoint;
    final long since;
    int failures;
    @Nullable Instant failingSince;

    KeptEndpoint(Endpoint endpoint, long since) {
      this.endpoint = endpoint;
      this.since = since;
    }

    void recovered() {
      failures = 0;
      failingSince = null;
    }
  }

  private static final class KeptDelivery {
    final NewDelivery made;
    final Instant createdAt;
    DeliveryStatus status;
    List<DeliveryAttempt> attempts = new ArrayList<>();
    int failures;
    Instant due;
    Instant triedUntil;
    Instant claimedUntil = Instant.MIN;
    @Nullable UUID claimedBy;
    long claimNo;

    KeptDelivery(NewDelivery made, DeliveryStatus status, Instant at, Instant triedUntil) {
      this.made = made;
      this.status = status;
      this.createdAt = at;
      this.due = at;
      this.triedUntil = triedUntil;
    }
  }

  /** What happened, in order. */
  public synchronized List<EndpointEvent> diary() {
    return List.copyOf(diary);
  }

  /** The transaction that is next; an event of an earlier one happened before whatever follows. */
  public long nextTransaction() {
    return transactions.incrementAndGet();
  }

  private synchronized <T extends @Nullable Object> T exclusively(Supplier<T> work) {
    return work.get();
  }

  private <T> Mono<T> doing(Supplier<@Nullable T> work) {
    return Mono.fromSupplier(() -> this.<@Nullable T>exclusively(work));
  }

  @Override
  public Mono<Endpoint> find(EndpointId id) {
    return doing(
        () -> {
          var kept = endpoints.get(id);
          return kept == null ? null : kept.endpoint;
        });
  }

  @Override
  public Mono<Page<Endpoint>> list(EndpointScope scope, Page.Request page) {
    return doing(() -> page(endpoints(scope), page, endpoint -> endpoint.id().value()));
  }

  @Override
  public Flux<Endpoint> all(EndpointScope scope) {
    return doing(() -> endpoints(scope)).flatMapIterable(all -> all);
  }

  private List<Endpoint> endpoints(EndpointScope scope) {
    return endpoints.values().stream()
        .map(kept -> kept.endpoint)
        .filter(endpoint -> scope.covers(endpoint.venueId()))
        .sorted(Comparator.comparing((Endpoint e) -> e.id().toString()).reversed())
        .toList();
  }

  @Override
  public Mono<Endpoint> add(EndpointCreated created, Actor actor) {
    return doing(
        () -> {
          var endpoint = created.endpoint();
          var siblings =
              endpoints.values().stream()
                  .filter(kept -> Objects.equals(kept.endpoint.venueId(), endpoint.venueId()))
                  .count();
          if (siblings >= PER_VENUE_MAX) {
            throw new RejectedException(new Invalid("/venueId", "has too many"));
          }
          endpoints.put(endpoint.id(), new KeptEndpoint(endpoint, nextTransaction()));
          diary.add(created);
          return endpoint;
        });
  }

  @Override
  public Mono<Endpoint> save(EndpointEvent changed, Actor actor) {
    return doing(
        () -> {
          var kept = current(changed);
          var becomesActive = changed.endpoint().isActive() && !kept.endpoint.isActive();
          if (becomesActive || !changed.endpoint().url().equals(kept.endpoint.url())) {
            kept.recovered();
          }
          kept.endpoint = changed.endpoint();
          diary.add(changed);
          return kept.endpoint;
        });
  }

  @Override
  public Mono<Void> remove(EndpointDeleted deleted, Actor actor) {
    return doing(
            () -> {
              current(deleted);
              endpoints.remove(deleted.endpoint().id());
              diary.add(deleted);
              return true;
            })
        .then();
  }

  @Override
  public Mono<Boolean> replaceSecrets(Endpoint endpoint, EndpointSecrets by) {
    return doing(
        () -> {
          var kept = endpoints.get(endpoint.id());
          if (kept == null || !kept.endpoint.secrets().equals(endpoint.secrets())) {
            return false;
          }
          kept.endpoint = kept.endpoint.withSecrets(by);
          return true;
        });
  }

  private KeptEndpoint current(EndpointEvent event) {
    var kept = endpoints.get(event.endpoint().id());
    if (kept == null || kept.endpoint.version() != event.endpoint().version() - 1) {
      throw new RejectedException(new VersionMismatch(event.endpoint().version()));
    }
    return kept;
  }

  @Override
  public Mono<List<Subscription>> subscriptions() {
    return doing(
        () ->
            endpoints.values().stream()
                .filter(kept -> kept.endpoint.isActive())
                .map(
                    kept ->
                        new Subscription(
                            kept.endpoint.id(),
                            kept.endpoint.venueId(),
                            kept.endpoint.filter(),
                            kept.since))
                .toList());
  }

  @Override
  public Mono<Long> oldestSince() {
    return doing(
        () -> endpoints.values().stream().map(kept -> kept.since).min(Long::compare).orElse(null));
  }

  @Override
  public Mono<Long> queue(List<NewDelivery> all, Duration triedFor) {
    return doing(
        () -> {
          var made = 0L;
          for (var delivery : all) {
            if (deliveries.values().stream().noneMatch(kept -> isSame(kept.made, delivery))) {
              var now = clock.instant();
              deliveries.put(
                  delivery.id(),
                  new KeptDelivery(delivery, DeliveryStatus.PENDING, now, now.plus(triedFor)));
              made++;
            }
          }
          return made;
        });
  }

  private static boolean isSame(NewDelivery one, NewDelivery other) {
    return one.endpoint().equals(other.endpoint())
        && one.subject().eventId().equals(other.subject().eventId());
  }

  @Override
  public Mono<Delivery> add(NewDelivery delivery, DeliveryAttempt attempt, boolean isDelivered) {
    return doing(
        () -> {
          var status = isDelivered ? DeliveryStatus.DELIVERED : DeliveryStatus.FAILED;
          var kept = new KeptDelivery(delivery, status, attempt.at(), attempt.at());
          kept.attempts.add(attempt);
          deliveries.put(delivery.id(), kept);
          return shown(kept);
        });
  }

  private @Nullable Delivery shown(KeptDelivery kept) {
    var endpoint = endpoints.get(kept.made.endpoint());
    if (endpoint == null) {
      return null;
    }
    var status =
        kept.status == DeliveryStatus.PENDING && !endpoint.endpoint.isActive()
            ? DeliveryStatus.PAUSED
            : kept.status;
    return new Delivery(
        kept.made.id(),
        kept.made.endpoint(),
        kept.made.venueId(),
        kept.made.subject().eventId(),
        kept.made.subject().type(),
        status,
        kept.attempts,
        status == DeliveryStatus.PENDING ? kept.due : null);
  }

  @Override
  public Mono<Delivery> find(DeliveryId id) {
    return doing(
        () -> {
          var kept = deliveries.get(id);
          return kept == null ? null : shown(kept);
        });
  }

  @Override
  public Mono<Page<Delivery>> list(Filter filter, Page.Request page) {
    return doing(() -> page(deliveries(filter), page, delivery -> delivery.id().value()));
  }

  @Override
  public Flux<Delivery> all(Filter filter) {
    return doing(() -> deliveries(filter)).flatMapIterable(all -> all);
  }

  private List<Delivery> deliveries(Filter filter) {
    return deliveries.values().stream()
        .map(this::shown)
        .filter(Objects::nonNull)
        .filter(each -> filter.scope().covers(each.venueId()))
        .filter(each -> filter.endpoint() == null || filter.endpoint().equals(each.endpoint()))
        .filter(each -> filter.status() == null || filter.status() == each.status())
        .sorted(Comparator.comparing((Delivery d) -> d.id().toString()).reversed())
        .toList();
  }

  @Override
  public Mono<List<DeliveryClaim>> claim(
      UUID runner,
      DeliveryLane lane,
      List<EndpointId> busy,
      int perEndpoint,
      int limit,
      Duration length) {
    return doing(
        () -> {
          var now = clock.instant();
          var claims = new ArrayList<DeliveryClaim>();
          for (var endpoint : endpoints.values()) {
            if (!endpoint.endpoint.isActive()
                || (endpoint.failures > 0) != (lane == DeliveryLane.AILING)) {
              continue;
            }
            var share = perEndpoint - Collections.frequency(busy, endpoint.endpoint.id());
            deliveries.values().stream()
                .filter(kept -> kept.made.endpoint().equals(endpoint.endpoint.id()))
                .filter(kept -> isClaimable(kept, now))
                .sorted(Comparator.comparing(kept -> kept.due))
                .limit(Math.max(0, Math.min(share, limit - claims.size())))
                .forEach(kept -> claims.add(claim(kept, endpoint, runner, now, length)));
          }
          return claims;
        });
  }

  private boolean isClaimable(KeptDelivery kept, Instant now) {
    return kept.status == DeliveryStatus.PENDING
        && !kept.due.isAfter(now)
        && !kept.claimedUntil.isAfter(now)
        && deliveries.values().stream().noneMatch(other -> goesBefore(other, kept));
  }

  private static boolean goesBefore(KeptDelivery other, KeptDelivery kept) {
    return other.status == DeliveryStatus.PENDING
        && other.made.endpoint().equals(kept.made.endpoint())
        && other.made.subject().aggregateId().equals(kept.made.subject().aggregateId())
        && other.made.subject().version() < kept.made.subject().version();
  }

  private static DeliveryClaim claim(
      KeptDelivery kept, KeptEndpoint endpoint, UUID runner, Instant now, Duration length) {
    kept.claimedBy = runner;
    kept.claimedUntil = now.plus(length);
    kept.claimNo++;
    return new DeliveryClaim(
        kept.made.id(),
        kept.made.endpoint(),
        kept.made.venueId(),
        kept.claimNo,
        kept.made.subject(),
        endpoint.endpoint.url(),
        endpoint.endpoint.secrets(),
        kept.createdAt,
        kept.failures,
        Duration.between(now, kept.triedUntil));
  }

  @Override
  public Mono<EndpointHealth> report(
      DeliveryClaim claim, DeliveryAttempt attempt, DeliveryVerdict verdict) {
    return doing(
        () -> {
          var kept = deliveries.get(claim.id());
          if (kept == null
              || kept.claimNo != claim.claimNo()
              || kept.status != DeliveryStatus.PENDING) {
            return null;
          }
          keep(kept, attempt, verdict);
          var endpoint = endpoints.get(claim.endpoint());
          return endpoint == null
              ? null
              : claim.subject().isTest()
                  ? EndpointHealth.GOOD
                  : health(endpoint, verdict instanceof Delivered);
        });
  }

  private void keep(KeptDelivery kept, DeliveryAttempt attempt, DeliveryVerdict verdict) {
    kept.claimedUntil = Instant.MIN;
    kept.attempts.add(attempt);
    if (kept.attempts.size() > Delivery.ATTEMPTS_KEPT) {
      kept.attempts.removeFirst();
    }
    switch (verdict) {
      case Delivered _ -> kept.status = DeliveryStatus.DELIVERED;
      case GivenUp _ -> kept.status = DeliveryStatus.FAILED;
      case RetryIn(var pause) -> {
        kept.failures++;
        kept.due = clock.instant().plus(pause);
      }
    }
  }

  private EndpointHealth health(KeptEndpoint endpoint, boolean isDelivered) {
    if (isDelivered) {
      endpoint.recovered();
      return EndpointHealth.GOOD;
    }
    endpoint.failures++;
    var since = endpoint.failingSince;
    if (since == null) {
      since = clock.instant();
      endpoint.failingSince = since;
    }
    return new EndpointHealth(endpoint.failures, Duration.between(since, clock.instant()));
  }

  @Override
  public Mono<Void> release(UUID runner) {
    return doing(
            () -> {
              deliveries.values().stream()
                  .filter(kept -> runner.equals(kept.claimedBy))
                  .forEach(kept -> kept.claimedUntil = Instant.MIN);
              return true;
            })
        .then();
  }

  @Override
  public Mono<Delivery> replay(DeliveryId id, Duration triedFor) {
    return doing(
        () -> {
          var kept = deliveries.get(id);
          if (kept == null || !endpoints.containsKey(kept.made.endpoint())) {
            return null;
          }
          kept.status = DeliveryStatus.PENDING;
          hasten(kept, triedFor);
          return shown(kept);
        });
  }

  @Override
  public Mono<Boolean> hasten(EndpointId endpoint, Duration triedFor) {
    return doing(
        () -> {
          deliveries.values().stream()
              .filter(kept -> kept.made.endpoint().equals(endpoint))
              .filter(kept -> kept.status == DeliveryStatus.PENDING)
              .forEach(kept -> hasten(kept, triedFor));
          return false;
        });
  }

  private void hasten(KeptDelivery kept, Duration triedFor) {
    kept.failures = 0;
    kept.due = clock.instant();
    kept.triedUntil = kept.due.plus(triedFor);
  }

  @Override
  public Mono<Long> purge(Duration age) {
    return doing(
        () -> {
          var oldest = Ids.at(clock.instant().minus(age).toEpochMilli()).toString();
          var before = deliveries.size();
          deliveries.keySet().removeIf(id -> id.toString().compareTo(oldest) < 0);
          return (long) (before - deliveries.size());
        });
  }

  private static <T> Page<T> page(List<T> newestFirst, Page.Request page, Function<T, UUID> id) {
    var after = page.after();
    var rest =
        newestFirst.stream()
            .filter(
                each -> after == null || id.apply(each).toString().compareTo(after.toString()) < 0)
            .toList();
    var hasMore = rest.size() > page.limit();
    var items = hasMore ? rest.subList(0, page.limit()) : rest;
    return new Page<>(items, hasMore ? id.apply(items.getLast()) : null);
  }
}
