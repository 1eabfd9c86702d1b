package dev.holdfast.adapter.postgres.resource;

import static dev.holdfast.adapter.postgres.Column.utc;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.Pieces;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.Sql;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent;
import dev.holdfast.resource.ResourceEvent.ResourceChanged;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceEvent.ResourceDeactivated;
import dev.holdfast.resource.ResourceFacts;
import dev.holdfast.resource.ResourceFacts.OpeningFacts;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.ResourceRejection.Flaw;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import io.r2dbc.spi.Connection;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Resources in PostgreSQL. Every change is one transaction with its event.
 *
 * <p>Without PostgreSQL every call fails in bounded time.
 */
public final class PostgresResources implements Resources {
  private static final String FIND =
      "SELECT "
          + ResourceRows.COLUMNS
          + ", "
          + VenueRows.COLUMNS
          + " FROM resources r JOIN venues v ON v.venue_id = r.venue_id WHERE r.id = $1";

  private static final String LIST =
      "SELECT "
          + ResourceRows.COLUMNS
          + """
          FROM resources r JOIN venues v ON v.venue_id = r.venue_id
          WHERE ($1::uuid IS NULL OR r.id < $1)
            AND ($2::uuid IS NULL OR r.venue_id = $2)
            AND ($3::text IS NULL OR r.kind = $3)
            AND ($4::text IS NULL OR strpos(lower(r.name), lower($4)) > 0)
          ORDER BY r.id DESC
          LIMIT $5
          """;

  private static final String ADD =
      """
      INSERT INTO resources
        (venue_id, id, kind, name, description, capacity, buffer_before_seconds,
         buffer_after_seconds, slot_step_seconds, min_duration_seconds, max_duration_seconds,
         min_notice_seconds, horizon_days, price_amount, price_per, approval_required,
         payment_required, is_active, opening_hours, version, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22)
      """;

  private static final String SAVE =
      """
      UPDATE resources SET kind = $3, name = $4, description = $5, capacity = $6,
        buffer_before_seconds = $7, buffer_after_seconds = $8, slot_step_seconds = $9,
        min_duration_seconds = $10, max_duration_seconds = $11, min_notice_seconds = $12,
        horizon_days = $13, price_amount = $14, price_per = $15, approval_required = $16,
        payment_required = $17, is_active = $18, opening_hours = $19, version = $20,
        created_at = $21, updated_at = $22
      WHERE venue_id = $1 AND id = $2 AND version = $20 - 1
      """;

  private final Database database;
  private final EventJournal journal;
  private final ResourceRows rows;
  private final VenueRows venueRows;

  /**
   * @param json writes and reads opening hours
   */
  public PostgresResources(
      Database database,
      EventJournal journal,
      PolicyJson policies,
      JsonMapper json,
      Recurrences recurrences) {
    this.database = database;
    this.journal = journal;
    this.rows = new ResourceRows(json, recurrences);
    this.venueRows = new VenueRows(policies);
  }

  /** What the log keeps: the public form, and when it is open. */
  private record Logged(@JsonUnwrapped ResourceFacts resource, List<OpeningFacts> openingHours) {
    static Logged of(Resource resource) {
      return new Logged(ResourceFacts.of(resource), ResourceFacts.of(resource.openingHours()));
    }
  }

  @Override
  public Mono<Bookable> find(ResourceId id) {
    return database.read(
        connection ->
            Sql.on(connection, FIND)
                .bind(id.value())
                .one(row -> new Bookable(rows.read(row), venueRows.read(row))));
  }

  @Override
  public Mono<Page<Resource>> list(Filter filter, Page.Request page) {
    return pieces(filter).list(page);
  }

  @Override
  public Flux<Resource> all(Filter filter) {
    return pieces(filter).all();
  }

  private Pieces<Resource> pieces(Filter filter) {
    return new Pieces<>(
        (after, limit) -> piece(filter, after, limit), resource -> resource.id().value());
  }

  private Mono<List<Resource>> piece(Filter filter, @Nullable UUID after, int limit) {
    var venue = filter.venueId();
    return database.read(
        connection ->
            Sql.on(connection, LIST)
                .bindNullable(after, UUID.class)
                .bindNullable(venue == null ? null : venue.value(), UUID.class)
                .bindNullable(filter.kind(), String.class)
                .bindNullable(filter.text(), String.class)
                .bind(limit)
                .list(rows::read));
  }

  @Override
  public Mono<Resource> add(ResourceCreated created, Actor actor) {
    return database.write(
        connection ->
            requireCurrency(connection, created.resource())
                .then(Mono.defer(() -> bound(connection, ADD, created.resource()).count()))
                .then(log(connection, created, actor)));
  }

  @Override
  public Mono<Resource> save(ResourceEvent changed, Actor actor) {
    return database.write(
        connection ->
            Sql.on(connection, "SELECT version FROM resources WHERE venue_id = $1 AND id = $2")
                .bind(changed.resource().venueId().value())
                .bind(changed.resource().id().value())
                .one(row -> Column.number(row, "version"))
                .defaultIfEmpty(0L)
                .flatMap(version -> replace(connection, changed, version, actor)));
  }

  private Mono<Resource> replace(
      Connection connection, ResourceEvent changed, long before, Actor actor) {
    var resource = changed.resource();
    if (before != resource.version() - 1) {
      return mismatch(before);
    }
    return requireCurrency(connection, resource)
        .then(Mono.defer(() -> bound(connection, SAVE, resource).count()))
        .flatMap(count -> count == 0 ? mismatch(before) : Mono.just(resource))
        .then(log(connection, changed, actor));
  }

  private static Mono<Resource> mismatch(long version) {
    return Mono.error(() -> new RejectedException(new VersionMismatch(version)));
  }

  /**
   * A price is kept as a bare number, in the currency of its venue: that currency must not change
   * between the check and the commit.
   */
  private static Mono<Void> requireCurrency(Connection connection, Resource resource) {
    var price = resource.price();
    if (price == null) {
      return Mono.empty();
    }
    var expected = price.amount().currency().getCurrencyCode();
    return Sql.on(connection, "SELECT currency FROM venues WHERE venue_id = $1 FOR SHARE")
        .bind(resource.venueId().value())
        .one(row -> Column.text(row, "currency"))
        .flatMap(actual -> actual.equals(expected) ? Mono.empty() : otherCurrency(actual));
  }

  private static Mono<Void> otherCurrency(String actual) {
    return Mono.error(
        () ->
            new RejectedException(
                new Inconsistent(
                    List.of(new Flaw("/price/currency", "must be the venue's: " + actual)))));
  }

  private Sql bound(Connection connection, String sql, Resource resource) {
    var price = resource.price();
    return Sql.on(connection, sql)
        .bind(resource.venueId().value())
        .bind(resource.id().value())
        .bind(resource.kind())
        .bind(resource.name())
        .bindNullable(resource.description(), String.class)
        .bind(resource.capacity())
        .bind(resource.bufferBefore().toSeconds())
        .bind(resource.bufferAfter().toSeconds())
        .bind(resource.slotStep().toSeconds())
        .bind(resource.minDuration().toSeconds())
        .bind(resource.maxDuration().toSeconds())
        .bind(resource.minNotice().toSeconds())
        .bind(resource.horizonDays())
        .bindNullable(price == null ? null : price.amount().amount(), BigDecimal.class)
        .bindNullable(price == null ? null : price.per().name(), String.class)
        .bind(resource.approvalRequired())
        .bind(resource.paymentRequired())
        .bind(resource.isActive())
        .bind(rows.writeHours(resource.openingHours()))
        .bind(resource.version())
        .bind(utc(resource.createdAt()))
        .bind(utc(resource.updatedAt()));
  }

  private Mono<Resource> log(Connection connection, ResourceEvent event, Actor actor) {
    var resource = event.resource();
    return Mono.defer(
            () ->
                journal.append(
                    connection,
                    new EventJournal.Entry(
                        resource.venueId().value(),
                        "resource",
                        resource.id().value(),
                        resource.version(),
                        type(event),
                        Logged.of(resource),
                        event.at()),
                    actor))
        .thenReturn(resource);
  }

  private static String type(ResourceEvent event) {
    return switch (event) {
      case ResourceCreated _ -> "resource.created";
      case ResourceChanged _ -> "resource.changed";
      case ResourceDeactivated _ -> "resource.deactivated";
    };
  }
}
