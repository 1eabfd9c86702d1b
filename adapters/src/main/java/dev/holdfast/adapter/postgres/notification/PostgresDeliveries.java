package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryAttempt;
import dev.holdfast.notification.DeliveryClaim;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryLane;
import dev.holdfast.notification.DeliveryVerdict;
import dev.holdfast.notification.EndpointHealth;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Page;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deliveries in PostgreSQL. Claims are made by one statement that skips what another node is just
 * claiming, and hold by the database's clock.
 *
 * <p>Without PostgreSQL every call fails in bounded time.
 */
public final class PostgresDeliveries implements Deliveries {
  private static final int ROWS_PER_STATEMENT = 1_000;
  private static final int PIECE = 1_000;

  private final Database database;
  private final DeliveryRows rows;
  private final DeliveryReports reports;
  private final InstantSource clock;

  public PostgresDeliveries(Database database, JsonMapper json, InstantSource clock) {
    this.database = database;
    this.rows = new DeliveryRows(json);
    this.reports = new DeliveryReports(rows);
    this.clock = clock;
  }

  @Override
  public Mono<Long> queue(List<NewDelivery> deliveries, Duration triedFor) {
    return database
        .write(
            connection ->
                Flux.fromIterable(chunks(deliveries))
                    .concatMap(chunk -> insert(connection, chunk, triedFor))
                    .reduce(0L, Long::sum))
        .onErrorMap(Database::outage);
  }

  private static List<List<NewDelivery>> chunks(List<NewDelivery> all) {
    var chunks = new ArrayList<List<NewDelivery>>();
    for (var from = 0; from < all.size(); from += ROWS_PER_STATEMENT) {
      chunks.add(all.subList(from, Math.min(from + ROWS_PER_STATEMENT, all.size())));
    }
    return chunks;
  }

  private static Mono<Long> insert(
      Connection connection, List<NewDelivery> deliveries, Duration triedFor) {
    return Sql.on(connection, DeliveryStatements.QUEUE)
        .bind(uuids(deliveries, each -> VenueKey.of(each.venueId())))
        .bind(uuids(deliveries, each -> each.endpoint().value()))
        .bind(uuids(deliveries, each -> each.id().value()))
        .bind(texts(deliveries, each -> each.subject().eventId()))
        .bind(texts(deliveries, each -> each.subject().type()))
        .bind(uuids(deliveries, each -> each.subject().aggregateId()))
        .bind(deliveries.stream().map(each -> each.subject().version()).toArray(Long[]::new))
        .bind(triedFor.toMillis())
        .count();
  }

  private static UUID[] uuids(List<NewDelivery> rows, Function<NewDelivery, UUID> column) {
    return rows.stream().map(column).toArray(UUID[]::new);
  }

  private static String[] texts(List<NewDelivery> rows, Function<NewDelivery, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  @Override
  public Mono<Delivery> add(NewDelivery delivery, DeliveryAttempt attempt, boolean isDelivered) {
    return database.write(
        connection ->
            Sql.on(connection, DeliveryStatements.ADD)
                .bind(VenueKey.of(delivery.venueId()))
                .bind(delivery.endpoint().value())
                .bind(delivery.id().value())
                .bind(delivery.subject().eventId())
                .bind(delivery.subject().type())
                .bind(delivery.subject().aggregateId())
                .bind(delivery.subject().version())
                .bind(isDelivered ? "DELIVERED" : "FAILED")
                .bind(rows.write(attempt))
                .bind(Column.utc(attempt.at()))
                .one(rows::read));
  }

  @Override
  public Mono<Delivery> find(DeliveryId id) {
    return database.read(
        connection -> Sql.on(connection, DeliveryStatements.FIND).bind(id.value()).one(rows::read));
  }

  @Override
  public Mono<Page<Delivery>> list(Filter filter, Page.Request page) {
    return pieces(filter).list(page);
  }

  @Override
  public Flux<Delivery> all(Filter filter) {
    return pieces(filter).all();
  }

  private Pieces<Delivery> pieces(Filter filter) {
    return new Pieces<>(
        (after, limit) -> piece(filter, after, limit), delivery -> delivery.id().value());
  }

  private Mono<List<Delivery>> piece(Filter filter, @Nullable UUID after, int limit) {
    var endpoint = filter.endpoint();
    var status = filter.status();
    return database.read(
        connection ->
            Sql.on(connection, DeliveryStatements.LIST)
                .bindNullable(after, UUID.class)
                .bind(limit)
                .bind(filter.scope().seesAll())
                .bind(PostgresEndpoints.venues(filter.scope()))
                .bindNullable(endpoint == null ? null : endpoint.value(), UUID.class)
                .bindNullable(status == null ? null : status.name(), String.class)
                .list(rows::read));
  }

  @Override
  public Mono<List<DeliveryClaim>> claim(
      UUID runner,
      DeliveryLane lane,
      List<EndpointId> busy,
      int perEndpoint,
      int limit,
      Duration length) {
    return database.write(
        connection ->
            Sql.on(connection, DeliveryStatements.CLAIM)
                .bind(runner)
                .bind(length.toMillis())
                .bind(lane == DeliveryLane.AILING)
                .bind(busy.stream().map(EndpointId::value).toArray(UUID[]::new))
                .bind(perEndpoint)
                .bind(limit)
                .list(DeliveryRows::claim));
  }

  @Override
  public Mono<EndpointHealth> report(
      DeliveryClaim claim, DeliveryAttempt attempt, DeliveryVerdict verdict) {
    return database.write(connection -> reports.keep(connection, claim, attempt, verdict));
  }

  @Override
  public Mono<Void> release(UUID runner) {
    return database
        .write(connection -> Sql.on(connection, DeliveryStatements.RELEASE).bind(runner).count())
        .then();
  }

  @Override
  public Mono<Delivery> replay(DeliveryId id, Duration triedFor) {
    return database.write(
        connection ->
            Sql.on(connection, DeliveryStatements.REPLAY)
                .bind(id.value())
                .bind(triedFor.toMillis())
                .one(rows::read));
  }

  @Override
  public Mono<Boolean> hasten(EndpointId endpoint, Duration triedFor) {
    return database
        .write(
            connection ->
                Sql.on(connection, DeliveryStatements.HASTEN)
                    .bind(endpoint.value())
                    .bind(triedFor.toMillis())
                    .bind(PIECE)
                    .count())
        .map(count -> count == PIECE);
  }

  // Ids are made in the order of time, to the millisecond, and their index stands already.
  @Override
  public Mono<Long> purge(Duration age) {
    return database.write(
        connection ->
            Sql.on(connection, DeliveryStatements.PURGE)
                .bind(Ids.at(clock.instant().minus(age).toEpochMilli()))
                .bind(PIECE)
                .count());
  }
}
