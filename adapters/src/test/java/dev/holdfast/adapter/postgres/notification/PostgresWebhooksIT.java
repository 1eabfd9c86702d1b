package dev.holdfast.adapter.postgres.notification;

import static dev.holdfast.notification.WebhookFixtures.anEndpoint;
import static dev.holdfast.notification.WebhookFixtures.created;
import static dev.holdfast.notification.WebhookFixtures.telling;
import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.TestDatabase;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryLane;
import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.EndpointSecrets;
import dev.holdfast.notification.PauseReason;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.notification.port.DeliveriesContract;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.notification.port.EndpointsContract;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class PostgresWebhooksIT implements EndpointsContract, DeliveriesContract {
  @Override
  public Endpoints endpoints() {
    return new PostgresEndpoints(TestDatabase.database(), TestDatabase.journal());
  }

  @Override
  public Deliveries deliveries() {
    return new PostgresDeliveries(
        TestDatabase.database(), JsonMapper.builder().build(), InstantSource.system());
  }

  private record Event(String type, long version, String data) {}

  private static List<Event> eventsOf(UUID aggregate) {
    return Objects.requireNonNull(
        TestDatabase.database()
            .read(
                connection ->
                    Sql.on(
                            connection,
                            "SELECT type, version, data::text AS data FROM events"
                                + " WHERE aggregate_id = $1 ORDER BY version")
                        .bind(aggregate)
                        .list(
                            row ->
                                new Event(
                                    Column.text(row, "type"),
                                    Column.number(row, "version"),
                                    Column.text(row, "data"))))
            .block());
  }

  @Test
  void everyChangeIsAnEventAndNoneHasASecretInIt() {
    var first = endpoints().add(created(anEndpoint(VenueId.next())), ADMIN).block();
    var secrets =
        new EndpointSecrets(new SealedSecret("sealed two"), new SealedSecret("sealed one"), NOW);
    var rotated =
        endpoints()
            .save(events(Objects.requireNonNull(first).rotate(secrets, NOW)).getFirst(), ADMIN)
            .block();
    var paused =
        endpoints()
            .save(
                events(Objects.requireNonNull(rotated).pause(PauseReason.GONE, NOW)).getFirst(),
                ADMIN)
            .block();
    endpoints().remove(Objects.requireNonNull(paused).delete(NOW), ADMIN).block();
    var events = eventsOf(first.id().value());
    assertThat(events)
        .extracting(Event::type)
        .containsExactly(
            "webhook_endpoint.created",
            "webhook_endpoint.secret_rotated",
            "webhook_endpoint.paused",
            "webhook_endpoint.deleted");
    assertThat(events).extracting(Event::version).containsExactly(1L, 2L, 3L, 4L);
    assertThat(events).allMatch(event -> !event.data().contains("sealed"));
    assertThat(events.getLast().data()).containsPattern("\"pausedReason\": *\"gone\"");
  }

  /** Many nodes at once, as fast as they can: nothing is sent by two, and nothing overtakes. */
  @Test
  void racingRunnersNeverHaveTheSameNorWhatMustWait() {
    var endpoint =
        Objects.requireNonNull(endpoints().add(created(anEndpoint(VenueId.next())), ADMIN).block());
    var aggregates = IntStream.range(0, 12).mapToObj(_ -> Ids.next()).toList();
    var all =
        aggregates.stream()
            .flatMap(
                aggregate ->
                    IntStream.rangeClosed(1, 5).mapToObj(v -> telling(endpoint, aggregate, v)))
            .toList();
    StepVerifier.create(deliveries().queue(all, Duration.ofDays(1)))
        .expectNext((long) all.size())
        .verifyComplete();
    var order = new ConcurrentHashMap<UUID, List<Long>>();
    var rounds =
        Flux.range(0, 200)
            .flatMap(
                _ ->
                    deliveries()
                        .claim(
                            Ids.next(), DeliveryLane.WELL, List.of(), 3, 1_000, Duration.ofHours(1))
                        .flatMapIterable(claims -> claims)
                        .filter(claim -> claim.endpoint().equals(endpoint.id()))
                        .concatMap(claim -> delivered(claim, order)),
                6)
            .then();
    StepVerifier.create(rounds).expectComplete().verify(Duration.ofMinutes(2));
    assertThat(order).hasSize(aggregates.size());
    assertThat(order.values()).allMatch(List.of(1L, 2L, 3L, 4L, 5L)::equals);
  }

  private Mono<?> delivered(DeliveryClaim claim, Map<UUID, List<Long>> order) {
    order
        .computeIfAbsent(claim.subject().aggregateId(), _ -> new CopyOnWriteArrayList<>())
        .add(claim.subject().version());
    return deliveries().report(claim, new DeliveryAttempt(NOW, 200, 1), new Delivered());
  }

  @Test
  void theBacklogOfOneEndpointIsNotReadForAnother() {
    var busy =
        Objects.requireNonNull(endpoints().add(created(anEndpoint(VenueId.next())), ADMIN).block());
    var all = IntStream.range(0, 20_000).mapToObj(_ -> telling(busy, Ids.next(), 1)).toList();
    for (var from = 0; from < all.size(); from += 5_000) {
      deliveries().queue(all.subList(from, from + 5_000), Duration.ofDays(1)).block();
    }
    var plan =
        TestDatabase.database()
            .read(connection -> Sql.on(connection, "ANALYZE webhook_deliveries").count())
            .then(
                TestDatabase.database()
                    .read(
                        connection ->
                            Sql.on(connection, "EXPLAIN " + literal(DeliveryStatements.CLAIM))
                                .list(row -> String.valueOf(row.get(0, String.class)))))
            .block();
    assertThat(String.join("\n", Objects.requireNonNull(plan)))
        .contains("webhook_deliveries_due")
        .doesNotContain("Seq Scan on webhook_deliveries");
  }

  private static String literal(String claim) {
    return claim
        .replace("$1", "'" + Ids.next() + "'")
        .replace("$2", "1000")
        .replace("$3", "false")
        .replace("$4::uuid[]", "'{}'::uuid[]")
        .replace("$5", "4")
        .replace("$6", "64");
  }
}
